"""A bad line to the provider, and the orders of the escrow tests."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.escrow.conftest import books_agree, funded_order, order, shipped_order
from tests.faults import flaky

__all__ = ["bad_line", "books_agree", "funded_order", "order", "shipped_order"]


@pytest.fixture(autouse=True)
def bad_line(settings: Settings) -> Iterator[None]:
    """The gateway is flaky, and starts with a good line."""
    settings.PAYMENT_GATEWAY = flaky.PATH
    flaky.plan.clear()
    flaky.calls.clear()
    yield
    flaky.plan.clear()
