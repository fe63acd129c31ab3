"""Registers the package with Django."""

from django.apps import AppConfig


class ChargebacksConfig(AppConfig):
    """Chargebacks as an installed application."""

    name = "escrow.chargebacks"
    label = "chargebacks"
