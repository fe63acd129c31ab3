"""The sandbox's pages and the vendor's payout account in a real browser."""

import pytest
from playwright.sync_api import expect

from escrow.gateways.fake import engine
from escrow.gateways.fake.engine import Choice
from escrow.gateways.stripe.accounts import find_recipient
from marketplace.outbox.drain import drain_until_empty
from tests.browser.conftest import Open
from tests.browser.look import DESKTOP, PHONE, THEMES
from tests.cast import Person
from tests.escrow import steps

SIZES = [(width, theme) for width in (DESKTOP, PHONE) for theme in THEMES]


@pytest.mark.parametrize(("width", "theme"), SIZES)
def test_the_sandboxs_pages_are_without_fault(
    open_page: Open, ada: Person, bruno: Person, otto: Person, width: int, theme: str
) -> None:
    first, second = steps.checkout(steps.opened(ada, bruno), ada), steps.checkout(steps.opened(ada, bruno), ada)
    engine.choose(ref=second.gateway_ref or "", choice=Choice.BANK, at=steps.AT, amount_minor=1_000_000)
    paid = steps.funded(steps.opened(ada, bruno), ada)
    engine.open_dispute(payment_ref=paid.gateway_ref or "", at=steps.AT)
    drain_until_empty()
    account = find_recipient(bruno.organization.id)
    assert account is not None
    engine.set_recipient(ref=account.ref, status="restricted", at=steps.AT)
    drain_until_empty()

    pages = [
        (None, first.checkout_url, "Card whose bank asks back"),
        (None, second.checkout_url, "Still missing"),
        (None, f"/sandbox/onboard/{account.ref}/", "Answer everything"),
        (otto, "/sandbox/console/", "Latest notices"),
        (bruno, "/payouts/", "Complete onboarding"),
    ]
    for person, path, words in pages:
        look = open_page(path, width=width, theme=theme, person=person)
        expect(look.page.get_by_text(words).first).to_be_visible()
        assert look.faults() == []
