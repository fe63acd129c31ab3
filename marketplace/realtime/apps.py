"""Registers the package with Django."""

from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    """Realtime as an installed application."""

    name = "marketplace.realtime"
    label = "realtime"
