"""Registers the package with Django."""

from django.apps import AppConfig


class ReconciliationConfig(AppConfig):
    """Reconciliation as an installed application."""

    name = "escrow.reconciliation"
    label = "reconciliation"
