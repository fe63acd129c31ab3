"""An order with a month of money behind it."""

import pytest

from marketplace.ledger.models import Order
from tests.cast import Person
from tests.ledger.conftest import make_order
from tests.statements.history import march


@pytest.fixture
def order(ada: Person, bruno: Person) -> Order:
    """Of €25,000.00, from Delft to Nordmetal."""
    return make_order(ada, bruno, key="statement")


@pytest.fixture
def booked(order: Order) -> Order:
    """The same with its month in the journal."""
    march(order)
    return order
