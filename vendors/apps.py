"""Registers the package with Django."""

from django.apps import AppConfig


class VendorsConfig(AppConfig):
    """Vendors as an installed application."""

    name = "vendors"
    label = "vendors"
