"""Stripe: one adapter on Stripe's own SDK, over HTTPS with keys or over the built-in fake without them."""
