"""A database per story in place of the running market's, and how each story ends."""

from collections.abc import Iterator

import pytest

from marketplace.ledger.models import Order
from marketplace.ledger.queries import order_sums
from tests.escrow import steps


@pytest.fixture
def db(request: pytest.FixtureRequest) -> None:
    """A database of its own: these stories take weeks, and the running market's clock does not stop."""
    request.getfixturevalue("transactional_db")


@pytest.fixture(autouse=True)
def _the_ledger_adds_up(db: None) -> Iterator[None]:
    """The ledger verifies, equals the provider, and the three statements of every order re-add to each other."""
    yield
    steps.assert_books_agree()
    for order in Order.objects.all():
        sums = list(order_sums(order.number))
        assert sums, f"{order.number} is on nobody's statement"
        assert all(line.re_adds for line in sums)
