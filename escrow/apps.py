"""Registers the package with Django."""

from django.apps import AppConfig


class EscrowConfig(AppConfig):
    """Escrow as an installed application."""

    name = "escrow"
    label = "escrow"
