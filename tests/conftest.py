"""What every test may ask for: the cast and the doors. Services and settings are chosen in ``tests/settings.py``."""

import pytest
from django.db import connection

from marketplace.ledger import reference
from marketplace.lib import clock
from tests.cast_fixtures import *  # noqa: F403
from tests.chromium import browser  # noqa: F401


@pytest.fixture(scope="session", autouse=True)
def _rules_of_the_code(request: pytest.FixtureRequest) -> None:
    """A test database that was kept gets the posting rules of the code, as ``grant_app_role`` gives them."""
    if not any(item.get_closest_marker("django_db") for item in request.session.items):
        return
    request.getfixturevalue("django_db_setup")
    with request.getfixturevalue("django_db_blocker").unblock(), connection.cursor() as cursor:
        reference.load(cursor, clock.now())
