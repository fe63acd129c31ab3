"""Registers the package with Django."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Agreements as an installed application."""

    name = "escrow.agreements"
    label = "agreements"
