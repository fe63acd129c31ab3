"""Registers the package with Django."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Messaging as an installed application."""

    name = "messaging"
    label = "messaging"
