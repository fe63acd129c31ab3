"""``make run``: embedded services, the sandbox gateway, readable errors."""

from marketplace.settings import env
from marketplace.settings.base import *  # noqa: F403

DEMO_LOGINS = env.flag("DEMO_LOGINS", True)
