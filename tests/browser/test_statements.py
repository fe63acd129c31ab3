"""Statements, the ledger explorer and the evidence panel in a real browser: without fault at both sizes."""

import pytest

from marketplace.ledger.models import Account, JournalEntry
from tests.browser.conftest import Open
from tests.browser.look import DESKTOP, PHONE, THEMES
from tests.cast import Person
from tests.ledger.conftest import make_order
from tests.statements.history import march

SIZES = [(width, theme) for width in (DESKTOP, PHONE) for theme in THEMES]


@pytest.mark.parametrize(("width", "theme"), SIZES)
def test_statements_and_the_explorer_are_without_fault(
    open_page: Open, ada: Person, bruno: Person, otto: Person, width: int, theme: str
) -> None:
    order = make_order(ada, bruno, key="seen")
    march(order)
    account = Account.objects.get(code=f"escrow:{order.number}/1")
    entry = JournalEntry.objects.get(key=f"{order.number}:release")
    screens = [
        (ada, "/statement/"),
        (bruno, "/statement/"),
        (otto, "/console/statement/"),
        (otto, "/console/ledger/"),
        (otto, f"/console/ledger/accounts/{account.pk}/"),
        (otto, "/console/ledger/entries/"),
        (otto, f"/console/ledger/entries/{entry.pk}/"),
        (ada, f"/orders/{order.number}/"),
    ]
    for person, path in screens:
        assert open_page(path, width=width, theme=theme, person=person).faults() == [], path
