"""Lines to the provider, and orders of the escrow tests."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.escrow.conftest import books_agree, delivered_order, funded_order, order, shipped_order
from tests.gateways import lines, mock
from tests.gateways.lines import Line

__all__ = ["books_agree", "delivered_order", "funded_order", "order", "shipped_order"]


@pytest.fixture(params=["fake", pytest.param("live", marks=pytest.mark.stripe_live)])
def line(request: pytest.FixtureRequest, settings: Settings, db: None) -> Line:
    """The fake; with ``-m stripe_live`` Stripe's test mode."""
    if request.param == "fake":
        return lines.fake()
    key = settings.STRIPE_TEST_KEY
    if not key:
        pytest.skip("STRIPE_TEST_KEY is not set: give the secret key of a Stripe account in test mode")
    if "_test_" not in key:
        pytest.fail("STRIPE_TEST_KEY is not a key of the test mode")
    settings.STRIPE_SECRET_KEY = key
    return lines.live()


@pytest.fixture(scope="session")
def stripe_mock() -> Iterator[str]:
    """One server for all tests."""
    with mock.running() as address:
        yield address
