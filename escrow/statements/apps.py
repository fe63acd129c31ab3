"""Registers the package with Django."""

from django.apps import AppConfig


class StatementsConfig(AppConfig):
    """Statements as an installed application."""

    name = "escrow.statements"
    label = "statements"
