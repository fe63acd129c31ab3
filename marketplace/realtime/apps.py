"""Registers the package with Django and gathers what each package says about sockets."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RealtimeConfig(AppConfig):
    """Loads ``<package>.sockets`` of every installed package, where it registers its topics."""

    name = "marketplace.realtime"
    label = "realtime"

    def ready(self) -> None:
        """Once all models are known."""
        autodiscover_modules("sockets")
