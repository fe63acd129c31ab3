"""The suite: real PostgreSQL and Redis (``infra.up`` starts them), fast password hashing, no manifest."""

from marketplace.settings import env
from marketplace.settings.base import *  # noqa: F403
from marketplace.settings.base import CACHES, DATABASES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

# Each engineer and each xdist worker has a database and a cache of its own on shared servers.
TEST_DATABASE = env.text("HARBORLINE_TEST_DB", "test_harborline")
DATABASES["default"]["TEST"] = {"NAME": TEST_DATABASE}
CACHES["default"]["KEY_PREFIX"] = TEST_DATABASE + env.text("PYTEST_XDIST_WORKER", "")
