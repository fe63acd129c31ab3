"""Registers the package with Django."""

from django.apps import AppConfig


class BuyersConfig(AppConfig):
    """Buyers as an installed application."""

    name = "buyers"
    label = "buyers"
