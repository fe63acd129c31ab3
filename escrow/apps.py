"""Registers the package with Django."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class EscrowConfig(AppConfig):
    """Escrow as an installed application."""

    name = "escrow"
    label = "escrow"

    def ready(self) -> None:
        """Import each ``panels`` module once: what packages add to an order's page and steps."""
        autodiscover_modules("panels")
