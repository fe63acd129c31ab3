"""A socket process for the module's tests, on the suite's database."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.conf import settings

from messaging import services
from messaging.models import Thread
from tests.cast import Person
from tests.realtime.server import SocketServer

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


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
    return services.open_thread(
        actor=ada.actor,
        subject_kind="RFQ",
        subject_ref="RFQ-2481",
        title="Enclosures",
        organization_ids=[ada.organization.id, bruno.organization.id],
        at=AT,
    )
