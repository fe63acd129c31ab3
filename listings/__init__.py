"""Floor 7. The catalogue: categories, listings, quantity-break prices, imports.

Doors: ``services``, ``queries``, ``events``, ``policy``.
"""
