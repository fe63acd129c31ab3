"""Registers the package with Django."""

from django.apps import AppConfig


class StorageConfig(AppConfig):
    """Storage as an installed application."""

    name = "marketplace.storage"
    label = "storage"
