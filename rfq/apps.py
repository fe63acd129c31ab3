"""Registers the package with Django."""

from django.apps import AppConfig


class RfqConfig(AppConfig):
    """Rfq as an installed application."""

    name = "rfq"
    label = "rfq"
