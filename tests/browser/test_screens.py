"""Every main screen of the demonstration market, on a desk and on a phone, by day and by night: nothing is wrong.

No complaint on the console, no accessibility fault, nothing sticks out, no identifier that only a machine reads, and
every link leads somewhere. The pages come from real processes, so that their sockets are real too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext
from pytest_django.plugin import DjangoDbBlocker

from escrow.credit.models import Invoice
from escrow.disputes.models import Case
from escrow.models import Payout
from infra.seed.market import build
from listings.models import Listing
from marketplace.identity.actors import actor_for
from marketplace.identity.models import Membership
from marketplace.ledger.models import Order
from marketplace.lib import clock
from rfq.models import Quote
from tests.browser.look import DESKTOP, PHONE, Look, new_context
from tests.cast import Person
from tests.doors import client_for
from tests.running import Market, database_copy

pytestmark = pytest.mark.browser

ADA, BRUNO, OTTO = "ada@delft-instruments.example", "bruno@nordmetal.example", "otto@harborline.example"
VISITOR = ""
SCREENS = [
    *((VISITOR, path) for path in (
        "/", "/search/?q=enclosure", "/c/{category}/", "/p/{listing}/", "/suppliers/", "/s/nordmetal-zabrze/",
        "/account/login/", "/account/signup/",
    )),
    *((ADA, path) for path in (
        "/home/", "/rfqs/", "/rfqs/new/", "/rfqs/{rfq}/", "/rfqs/{rfq}/compare/", "/messages/{thread}/", "/orders/",
        "/orders/{order}/", "/organization/", "/addresses/", "/saved-suppliers/",
        "/disputes/", "/disputes/{case}/", "/returns/", "/credit/", "/invoices/{invoice}/",
    )),
    *((BRUNO, path) for path in (
        "/home/", "/requests/", "/requests/{rfq}/", "/messages/{thread}/", "/orders/{order}/", "/catalogue/",
        "/storefront/", "/payouts/", "/payouts/{payout}/", "/statement/", "/disputes/", "/returns/",
        "/receivables/",
    )),
    *((OTTO, path) for path in (
        "/home/", "/console/verification/", "/console/money/", "/console/orders/", "/console/outbox/",
        "/console/disputes/", "/console/credit/", "/console/reconciliation/", "/console/receipts/",
        "/console/freezes/", "/console/commission/", "/console/settlement/", "/console/payouts/", "/proof/",
    )),
]  # fmt: skip
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-")


@dataclass
class Tour:
    """The seeded market, and one browser session for each person and width."""

    market: Market
    browser: Browser
    places: dict[str, str]
    contexts: dict[tuple[str, int], BrowserContext] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    """Addresses that were already followed, by person, with their status."""

    def context(self, email: str, width: int) -> BrowserContext:
        """Of the person with ``email``, or of a visitor."""
        if (email, width) not in self.contexts:
            made = new_context(self.browser, width)
            if email:
                session = client_for(_person(email)).cookies[settings.SESSION_COOKIE_NAME].value
                made.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.market.address}])
            self.contexts[email, width] = made
        return self.contexts[email, width]

    def broken_links(self, look: Look, email: str) -> list[str]:
        """Links of our own on this page that lead nowhere; each is followed once per person."""
        found: list[str] = look.page.eval_on_selector_all("a[href]", "all => all.map(a => a.href.split('#')[0])")
        for url in sorted(set(found)):
            if url.startswith(self.market.address) and f"{email} {url}" not in self.links:
                answer = look.page.context.request.get(url, max_redirects=0)
                self.links[f"{email} {url}"] = f"{answer.status}"
        return [
            f"{url}: {self.links[f'{email} {url}']}" for url in found if self.links.get(f"{email} {url}", "") >= "4"
        ]


def _person(email: str) -> Person:
    membership = Membership.objects.select_related("user", "organization").get(user__email=email)
    user, organization = membership.user, membership.organization
    return Person(user, organization, actor_for(user, organization))


def _places() -> dict[str, str]:
    """The request, thread, order, payout and product that the screens are about: all between Ada and Bruno."""
    quotes = Quote.objects.filter(rfq__buyer__slug="delft-instruments", vendor__slug="nordmetal-zabrze")
    quote = quotes.filter(rfq__state="OPEN", rfq__sealed=False, current_no__gt=1).earliest("rfq__number")
    assert quote.thread is not None
    orders = Order.objects.filter(buyer__slug="delft-instruments", vendor__slug="nordmetal-zabrze")
    listing = Listing.objects.filter(vendor__slug="nordmetal-zabrze", state="PUBLISHED").earliest("created_at", "id")
    assert listing.category is not None
    return {
        "rfq": quote.rfq.number,
        "thread": quote.thread.code,
        "order": orders.filter(state="SHIPPED").earliest("opened_at").number,
        "case": Case.objects.filter(order__buyer__slug="delft-instruments").earliest("number").number,
        "invoice": Invoice.objects.filter(buyer__slug="delft-instruments").earliest("number").number,
        "payout": Payout.objects.filter(vendor__slug="nordmetal-zabrze").latest("created_at").number,
        "listing": listing.slug,
        "category": listing.category.slug,
    }


@pytest.fixture(scope="module")
def tour(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    browser: Browser,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Tour]:
    """The demonstration market, built once."""
    with django_db_blocker.unblock(), database_copy("screens") as database:
        build(now=clock.now(), say=lambda _: None)
        running = Market(database, tmp_path_factory.mktemp("market"))
        try:
            running.start(background=False)
            yield Tour(running, browser, _places())
        finally:
            running.stop()


@pytest.fixture(scope="module")
def db(tour: Tour) -> None:
    """The demonstration market's database, in place of a transaction that only this process would see."""


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize(("email", "path"), SCREENS, ids=[f"{who.split('@')[0]}{path}" for who, path in SCREENS])
def test_nothing_is_wrong(tour: Tour, db: None, email: str, path: str, width: int) -> None:
    look = Look.at(tour.context(email, width), tour.market.address + path.format(**tour.places), width)
    assert faults(look, tour, email) == {}
    look.page.close()


def faults(look: Look, tour: Tour, email: str) -> dict[str, list[str]]:
    """What is wrong with the page, by kind. The links of a phone's page are those of the desk's."""
    by_day = look.violations()
    look.page.evaluate("document.documentElement.dataset.theme = 'dark'")
    found = {
        "by day": by_day,
        "by night": look.violations(),
        "sticks out": look.overflow(),
        "console": look.complaints,
        "identifiers": UUID.findall(look.page.inner_text("body")),
        "links": tour.broken_links(look, email) if look.width == DESKTOP else [],
    }
    return {name: those for name, those in found.items() if those}


def test_the_tour_sees_what_is_wrong(tour: Tour, db: None) -> None:
    look = Look.at(tour.context(VISITOR, DESKTOP), tour.market.address + "/account/login/")
    look.page.evaluate(
        """document.querySelector("main").insertAdjacentHTML("beforeend", `<a href="/nowhere/">01a201c0-7f54-7a11-</a>
        <img src="data:,"><table width="3000"><tr><td>wide</td></tr></table>`);
        console.error("complaint")"""
    )
    found = faults(look, tour, VISITOR)
    look.page.close()
    assert set(found) == {"by day", "by night", "sticks out", "console", "identifiers", "links"}
    assert found["links"] == [f"{tour.market.address}/nowhere/: 404"]
