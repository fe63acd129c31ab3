"""Registers the gateways with Django: their one table tells who our companies are at the provider."""

from django.apps import AppConfig


class GatewaysConfig(AppConfig):
    """The payment gateways as an installed application."""

    name = "escrow.gateways"
    label = "gateways"
