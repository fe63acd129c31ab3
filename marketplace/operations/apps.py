"""Registers the package with Django."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Operations as an installed application."""

    name = "marketplace.operations"
    label = "operations"
