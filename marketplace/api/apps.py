"""Registers the package with Django."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Api as an installed application."""

    name = "marketplace.api"
    label = "api"
