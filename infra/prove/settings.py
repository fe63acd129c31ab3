"""Settings of a proof's own processes: the journal and what it stands on, nothing else, and no door but the judge's."""

from marketplace.settings.test import *  # noqa: F403
from marketplace.settings.test import DATABASES

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "marketplace.outbox.apps.OutboxConfig",
    "marketplace.identity.apps.IdentityConfig",
    "marketplace.ledger.apps.LedgerConfig",
    "marketplace.ledger.conformance.apps.ConformanceConfig",
]
MIDDLEWARE = []
ROOT_URLCONF = "marketplace.ledger.conformance.urls"
DATABASES["default"]["CONN_MAX_AGE"] = None  # one connection per thread of the server, for as long as it runs
DATABASES["default"]["CONN_HEALTH_CHECKS"] = False
