"""Registers the package with Django."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Search as an installed application."""

    name = "search"
    label = "search"
