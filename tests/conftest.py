"""What every test may ask for: the cast, the doors, and a database of the run's own."""

import os

import pytest
from django.conf import settings

from tests.cast_fixtures import *  # noqa: F403


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """``HARBORLINE_TEST_DB`` names the scratch database, so that two runs may share a server."""
    name = os.environ.get("HARBORLINE_TEST_DB")
    if name:
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = f"test_{name}"
