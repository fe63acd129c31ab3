"""Registers the package with Django."""

from django.apps import AppConfig


class ListingsConfig(AppConfig):
    """Listings as an installed application."""

    name = "listings"
    label = "listings"
