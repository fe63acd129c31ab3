"""A market whose money has moved at the fake provider, and the rule that every test ends with books that agree."""

from collections.abc import Iterator

import pytest

from marketplace.ledger.verify import verify
from tests.escrow.conftest import funded_order, order, shipped_order

__all__ = ["funded_order", "order", "shipped_order"]


@pytest.fixture(autouse=True)
def ledger_agrees(db: None) -> Iterator[None]:
    """After each test the ledger re-adds. The provider's balance is what these tests play with."""
    yield
    assert [finding for finding in verify() if finding.check != "provider_balance_is_explained"] == []
