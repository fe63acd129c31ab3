"""Requests in a real browser: no screen has faults at either width, and totals follow the typing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from marketplace.lib import clock
from rfq import services
from rfq.models import Rfq
from tests.browser.look import DESKTOP, PHONE, Look
from tests.cast import Person
from tests.rfq import market
from tests.rfq.market import key, offer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Look]


@pytest.fixture
def rfq(ada: Person, bruno: Person, carla: Person) -> Rfq:
    """A request with two quotes, running now."""
    for vendor in (bruno, carla):
        market.verify(vendor.organization)
    now = clock.now()
    posted = market.post(ada, at=now, closes_at=now + timedelta(days=9))
    for vendor, price, days in ((bruno, "4.98", 18), (carla, "4.12", 32)):
        terms: dict[str, Any] = {"days": days, "valid_until": now + timedelta(days=20)}
        services.submit_quote(actor=vendor.actor, rfq_id=posted.id, proposal=offer(price, **terms), key=key(), at=now)
    return posted


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_no_screen_has_faults(open_page: Open, rfq: Rfq, ada: Person, bruno: Person, width: int) -> None:
    bid = f"/rfqs/{rfq.number}/bids/nordmetal-zabrze"
    buying = [
        "/rfqs/",
        "/rfqs/new/",
        f"/rfqs/{rfq.number}/",
        f"/rfqs/{rfq.number}/compare/",
        f"{bid}/counter/",
        f"{bid}/award/",
    ]
    screens = [(ada, path) for path in buying] + [(bruno, "/requests/?tab=mine"), (bruno, f"/requests/{rfq.number}/")]
    for person, path in screens:
        look = open_page(path, person=person, width=width)
        assert [*look.violations(), *look.overflow()] == [], path


def test_totals_follow_the_typing(open_page: Open, rfq: Rfq, bruno: Person) -> None:
    look = open_page(f"/requests/{rfq.number}/", person=bruno)
    look.page.get_by_label("Unit price of line 1").fill("5.10")
    look.page.get_by_text("€26,400.00").wait_for()
    look.page.get_by_role("button", name="Send new version").click()
    look.page.get_by_text("Your quote no. 2 over").wait_for()
    assert rfq.quotes.get(vendor=bruno.organization).current_no == 2
