"""A real market: refuses to start on defaults that are only good for a demonstration."""

from django.core.exceptions import ImproperlyConfigured

from marketplace.settings import env
from marketplace.settings.base import *  # noqa: F403
from marketplace.settings.base import PAYMENT_GATEWAY, SECRET_KEY

if len(SECRET_KEY) < 50 or SECRET_KEY.startswith("insecure"):
    raise ImproperlyConfigured("SECRET_KEY must be a random text of 50 characters or more.")
if PAYMENT_GATEWAY.startswith("escrow.gateways.sandbox") and not env.flag("ALLOW_SANDBOX", False):
    raise ImproperlyConfigured(
        "PAYMENT_GATEWAY is the sandbox: no real money would move. Set ALLOW_SANDBOX=1 to show a demo."
    )

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
