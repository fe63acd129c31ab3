"""Registers the package with Django and gathers every package's handlers."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OutboxConfig(AppConfig):
    """Outbox as an installed application."""

    name = "marketplace.outbox"
    label = "outbox"

    def ready(self) -> None:
        """Import each ``handlers`` module once, so that its reactions are registered."""
        autodiscover_modules("handlers")
