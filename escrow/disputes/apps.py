"""Registers the package with Django."""

from django.apps import AppConfig


class DisputesConfig(AppConfig):
    """Cases as an installed application."""

    name = "escrow.disputes"
    label = "disputes"
