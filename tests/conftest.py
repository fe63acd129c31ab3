"""What every test may ask for: the cast and the doors. Services and settings are chosen in ``tests/settings.py``."""

from tests.cast_fixtures import *  # noqa: F403
from tests.chromium import browser  # noqa: F401
