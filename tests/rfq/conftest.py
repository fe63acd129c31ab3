"""Verified suppliers and a posted request."""

import pytest

from rfq.models import Quote, Rfq
from tests.cast import Person
from tests.rfq import market


@pytest.fixture(autouse=True)
def verified(bruno: Person, carla: Person) -> None:
    """Bruno and Carla may quote."""
    market.verify(bruno.organization)
    market.verify(carla.organization)


@pytest.fixture
def rfq(ada: Person) -> Rfq:
    """Ada asks every verified supplier for 5,000 enclosures."""
    return market.post(ada)


@pytest.fixture
def quoted(rfq: Rfq, bruno: Person) -> Quote:
    """Bruno quotes €4.98."""
    return market.quote(bruno, rfq)
