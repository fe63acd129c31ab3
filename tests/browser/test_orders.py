"""Orders and their money in a real browser: paid by hand, looked at on both sides, refreshed while one watches."""

import re

import pytest
from playwright.sync_api import expect

from escrow.gateways.fake.engine import Choice
from marketplace.outbox.drain import drain_until_empty
from tests.browser.conftest import Open
from tests.browser.look import DESKTOP, PHONE, THEMES
from tests.cast import Person
from tests.escrow import steps

SIZES = [(width, theme) for width in (DESKTOP, PHONE) for theme in THEMES]


def test_the_buyer_pays_by_hand(open_page: Open, ada: Person, bruno: Person) -> None:
    order = steps.opened(ada, bruno)
    look = open_page(f"/orders/{order.number}/", person=ada)
    look.page.get_by_role("link", name="Pay into escrow").click()
    look.page.get_by_role("button", name="Pay €25,000.00").click()

    expect(look.page.get_by_text("Sandbox: no real money.")).to_be_visible()
    assert look.faults() == []
    look.page.get_by_role("button", name="Pay €25,000.00").click()
    look.page.wait_for_url(f"**/orders/{order.number}/payment/")
    expect(look.page.get_by_role("heading", name="Waiting for the provider")).to_be_visible()

    drain_until_empty()
    expect(look.page.get_by_role("heading", name="Paid into escrow")).to_be_visible(timeout=15_000)
    look.page.get_by_role("link", name="Go to the order").click()
    expect(look.page.get_by_text(re.compile("€25,000.00 paid into escrow"))).to_be_visible()


@pytest.mark.parametrize(("width", "theme"), SIZES)
def test_an_order_is_without_fault_on_both_sides(
    open_page: Open, ada: Person, bruno: Person, width: int, theme: str
) -> None:
    order = steps.opened(ada, bruno)
    steps.funded(order, ada)
    steps.shipped(order, bruno)
    for person in (ada, bruno):
        look = open_page(f"/orders/{order.number}/", width=width, theme=theme, person=person)
        expect(look.page.get_by_role("heading", name="Timeline")).to_be_visible()
        assert look.faults() == []


@pytest.mark.parametrize(("width", "theme"), SIZES)
def test_lists_and_money_are_without_fault(
    open_page: Open, ada: Person, bruno: Person, otto: Person, width: int, theme: str
) -> None:
    steps.choose(steps.checkout(steps.opened(ada, bruno), ada), Choice.DECLINE)
    steps.released(ada, bruno)
    steps.paid_out(otto)
    screens = [(ada, "/orders/?show=all"), (bruno, "/payouts/"), (bruno, "/statement/"), (otto, "/console/money/")]
    for person, path in screens:
        assert open_page(path, width=width, theme=theme, person=person).faults() == []
