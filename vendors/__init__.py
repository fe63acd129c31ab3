"""Floor 6. Selling organisations: storefront, onboarding, verification.

Doors: ``services``, ``queries``, ``events``, ``policy``.
"""
