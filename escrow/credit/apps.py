"""Registers the package with Django."""

from django.apps import AppConfig


class CreditConfig(AppConfig):
    """Credit as an installed application."""

    name = "escrow.credit"
    label = "credit"
