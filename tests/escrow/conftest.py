"""Orders in their states, and the rule that every test ends with books that agree."""

from collections.abc import Iterator

import pytest

from marketplace.ledger.models import Order
from tests.cast import Person
from tests.escrow import steps


@pytest.fixture(autouse=True)
def books_agree(db: None) -> Iterator[None]:
    """After each test the ledger verifies and equals the provider's balance."""
    yield
    steps.assert_books_agree()


@pytest.fixture
def order(ada: Person, bruno: Person) -> Order:
    """€25,000.00 from Ada to Bruno, not paid yet."""
    return steps.opened(ada, bruno)


@pytest.fixture
def funded_order(order: Order, ada: Person) -> Order:
    """Paid into escrow."""
    steps.funded(order, ada)
    order.refresh_from_db()
    return order


@pytest.fixture
def shipped_order(funded_order: Order, bruno: Person) -> Order:
    """On its way."""
    steps.shipped(funded_order, bruno)
    funded_order.refresh_from_db()
    return funded_order


@pytest.fixture
def delivered_order(shipped_order: Order, bruno: Person) -> Order:
    """Arrived; the inspection clock runs to day 24."""
    steps.delivered(shipped_order, bruno)
    shipped_order.refresh_from_db()
    return shipped_order
