"""Orders with clauses; the books agree after each test that asks for them."""

from collections.abc import Iterator

import pytest

from marketplace.ledger.models import Order
from tests.agreements import deals
from tests.cast import Person
from tests.escrow import steps


@pytest.fixture
def books_agree(db: None) -> Iterator[None]:
    """After the test the ledger verifies and equals the provider's balance."""
    yield
    steps.assert_books_agree()


@pytest.fixture
def funded_order(books_agree: None, ada: Person, bruno: Person) -> Order:
    """€25,000.00, to be dispatched on day 18; 0.5 % a week when late, at most 2 %; 10 % to cancel."""
    order = deals.opened(ada, bruno)
    deals.funded(order, ada)
    order.refresh_from_db()
    return order


@pytest.fixture
def inspected_order(books_agree: None, ada: Person, bruno: Person) -> Order:
    """The same with an inspection before dispatch."""
    order = deals.opened(ada, bruno, inspection_required=True, inspection_by="SGS Katowice")
    deals.funded(order, ada)
    order.refresh_from_db()
    return order
