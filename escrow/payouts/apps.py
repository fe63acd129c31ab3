"""Registers the package with Django."""

from django.apps import AppConfig


class PayoutsConfig(AppConfig):
    """Payouts as an installed application."""

    name = "escrow.payouts"
    label = "payouts"
