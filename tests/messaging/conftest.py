"""A thread between Ada, who buys, and Bruno, who sells; Carla and Dora are not in it."""

import pytest

from messaging.models import Thread
from tests.cast import Person
from tests.messaging.threads import thread_between


@pytest.fixture
def thread(ada: Person, bruno: Person) -> Thread:
    """Empty."""
    return thread_between(ada, bruno)
