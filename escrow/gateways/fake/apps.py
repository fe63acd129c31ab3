"""Registers the fake provider with Django."""

from django.apps import AppConfig


class FakeStripeConfig(AppConfig):
    """The fake provider as an installed application."""

    name = "escrow.gateways.fake"
    label = "fake_stripe"
