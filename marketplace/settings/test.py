"""The suite: real PostgreSQL and Redis (``infra.up`` starts them), fast password hashing, no manifest."""

from marketplace.settings.base import *  # noqa: F403
from marketplace.settings.base import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
