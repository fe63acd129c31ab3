"""Floor 8. Buying organisations: their profile, delivery addresses and saved suppliers.

Doors: ``services``, ``queries``, ``events``, ``policy``.
"""
