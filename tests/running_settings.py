"""The settings of a market that tests start: those of ``make run``, with fast passwords and no manifest."""

from marketplace.settings.dev import *  # noqa: F403
from marketplace.settings.dev import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
