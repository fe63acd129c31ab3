"""Floor 5. Threads between organisations, persisted first, numbered without gaps; knows no domain.

Doors: ``services``, ``queries``, ``events``, ``policy``, ``registry``.
"""
