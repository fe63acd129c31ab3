"""A PostgreSQL for the suites alone: they kill its sessions, and some need more connections than there are."""

from collections.abc import Iterator

import pytest

from infra.prove import scratch
from infra.up.postgres import Postgres


@pytest.fixture(scope="session")
def scratch_server() -> Iterator[Postgres]:
    """Goes away with everything in it."""
    with scratch.server() as postgres:
        yield postgres
