"""Registers the package with Django."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Ledger as an installed application."""

    name = "marketplace.ledger"
    label = "ledger"
