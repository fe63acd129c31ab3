"""Registers the package with Django."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Identity as an installed application."""

    name = "marketplace.identity"
    label = "identity"
