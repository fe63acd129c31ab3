"""Registers the package with Django."""

from django.apps import AppConfig

from marketplace import celery  # noqa: F401  # binds every shared task to our broker, in every process


class OperationsConfig(AppConfig):
    """Operations as an installed application."""

    name = "marketplace.operations"
    label = "operations"
