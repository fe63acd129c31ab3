"""The rule that every test of credit ends with books that agree."""

from collections.abc import Iterator

import pytest

from tests.escrow import steps


@pytest.fixture(autouse=True)
def books_agree(db: None) -> Iterator[None]:
    """After each test the ledger verifies and equals the provider's balance."""
    yield
    steps.assert_books_agree()
