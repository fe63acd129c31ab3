"""The cast as fixtures; ``tests/conftest.py`` imports them for every test."""

import pytest

from tests import cast
from tests.cast import Person
from tests.doors import api_for, client_for

__all__ = ["ada", "api_for", "bruno", "carla", "client_for", "dora", "otto"]


@pytest.fixture
def ada(db: None) -> Person:
    """Buyer."""
    return cast.ada()


@pytest.fixture
def bruno(db: None) -> Person:
    """Vendor."""
    return cast.bruno()


@pytest.fixture
def carla(db: None) -> Person:
    """Rival vendor."""
    return cast.carla()


@pytest.fixture
def dora(db: None) -> Person:
    """Stranger who buys for another company."""
    return cast.dora()


@pytest.fixture
def otto(db: None) -> Person:
    """Operator."""
    return cast.otto()
