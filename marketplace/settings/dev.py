"""``make run``: embedded services, the sandbox gateway, readable errors."""

from marketplace.settings.base import *  # noqa: F403
