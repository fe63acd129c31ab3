"""Orders in their states; every test ends with books that agree."""

import pytest

from escrow.disputes.models import Case
from marketplace.ledger.models import Order
from tests.cast import Person
from tests.disputes import story
from tests.escrow.conftest import books_agree, delivered_order, funded_order, order, shipped_order

__all__ = ["books_agree", "delivered_order", "funded_order", "order", "shipped_order"]


@pytest.fixture
def vera(db: None) -> Person:
    """A dispute officer."""
    return story.officer()


@pytest.fixture
def case(delivered_order: Order, ada: Person, otto: Person) -> Case:
    """500 of 5,000 enclosures are claimed as damaged; €2,500.00 of the order's €25,000.00 is frozen."""
    return story.opened(delivered_order, ada)
