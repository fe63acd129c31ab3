"""Registers the package with Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Web as an installed application."""

    name = "marketplace.web"
    label = "web"
