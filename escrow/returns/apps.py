"""Registers the package with Django."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    """Returns as an installed application."""

    name = "escrow.returns"
    label = "returns"
