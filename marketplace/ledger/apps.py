"""Registers the package with Django and gathers the checks that other packages add to ``verify``."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class LedgerConfig(AppConfig):
    """Ledger as an installed application."""

    name = "marketplace.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Import each ``ledger_checks`` module once."""
        autodiscover_modules("ledger_checks")
