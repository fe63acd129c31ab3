"""A socket process for the module's tests, on the suite's database."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from messaging.models import Thread
from tests.cast import Person
from tests.messaging.threads import thread_between
from tests.realtime.server import SocketServer


@pytest.fixture(scope="module")
def server(django_db_setup: None) -> Iterator[SocketServer]:
    """Shared by the tests of a module: starting it takes seconds."""
    made = SocketServer(settings.REDIS_URL)
    made.start()
    yield made
    made.kill()


@pytest.fixture
def thread(ada: Person, bruno: Person) -> Thread:
    """Between Ada and Bruno."""
    return thread_between(ada, bruno)
