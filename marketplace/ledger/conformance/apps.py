"""Registers the judge's door with Django; only the test settings list it."""

from django.apps import AppConfig


class ConformanceConfig(AppConfig):
    """Conformance as an installed application."""

    name = "marketplace.ledger.conformance"
    label = "conformance"
