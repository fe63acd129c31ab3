"""A real market: refuses to start on defaults that are only good for a demonstration."""

from django.core.exceptions import ImproperlyConfigured

from marketplace.settings import env
from marketplace.settings.base import *  # noqa: F403
from marketplace.settings.base import (
    EMAIL_HOST,
    PUBLIC_URL,
    SECRET_KEY,
    STRIPE_CONNECT_WEBHOOK_SECRET,
    STRIPE_PUBLISHABLE_KEY,
    STRIPE_SECRET_KEY,
    STRIPE_WEBHOOK_SECRET,
)

if len(SECRET_KEY) < 50 or SECRET_KEY.startswith(("insecure", "development")):
    raise ImproperlyConfigured("SECRET_KEY must be a random text of 50 characters or more.")
if not PUBLIC_URL.startswith("https://"):
    raise ImproperlyConfigured("PUBLIC_URL must be the market's https:// address: mails and links lead there.")
if not env.flag("ALLOW_SANDBOX", False):
    if not STRIPE_SECRET_KEY:
        raise ImproperlyConfigured(
            "STRIPE_SECRET_KEY is empty: payments would be a sandbox and no real money would move. "
            "Set ALLOW_SANDBOX=1 to show a demo."
        )
    if not EMAIL_HOST:
        raise ImproperlyConfigured(
            "EMAIL_HOST is empty: everybody could read all mail, also password resets, at /mailbox/. "
            "Set ALLOW_SANDBOX=1 to show a demo."
        )
if STRIPE_SECRET_KEY and not (STRIPE_PUBLISHABLE_KEY and STRIPE_WEBHOOK_SECRET and STRIPE_CONNECT_WEBHOOK_SECRET):
    raise ImproperlyConfigured(
        "STRIPE_SECRET_KEY needs STRIPE_PUBLISHABLE_KEY, STRIPE_WEBHOOK_SECRET and STRIPE_CONNECT_WEBHOOK_SECRET"
        " beside it."
    )

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
# Browsers' preload lists bind the whole domain for years: that is the domain owner's decision.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
