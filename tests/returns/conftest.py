"""A delivered order and the steps of a return; the books agree after each test that asks for them."""

from collections.abc import Iterator

import pytest

from marketplace.ledger.models import Order
from tests.cast import Person
from tests.escrow import steps


@pytest.fixture
def books_agree(db: None) -> Iterator[None]:
    """After the test the ledger verifies and equals the provider's balance."""
    yield
    steps.assert_books_agree()


@pytest.fixture
def delivered_order(books_agree: None, ada: Person, bruno: Person) -> Order:
    """€25,000.00 from Ada to Bruno, 5,000 pieces, delivered on day 14; the inspection clock runs to day 24."""
    order = steps.opened(ada, bruno)
    steps.funded(order, ada)
    steps.shipped(order, bruno)
    steps.delivered(order, bruno)
    order.refresh_from_db()
    return order


@pytest.fixture
def accepted_order(delivered_order: Order, ada: Person) -> Order:
    """Accepted on day 15; the money is the supplier's."""
    steps.accepted(delivered_order, ada)
    delivered_order.refresh_from_db()
    return delivered_order
