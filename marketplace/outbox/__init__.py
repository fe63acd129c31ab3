"""Floor 1. Facts and their delivery: a service publishes inside its transaction, a drain hands the fact to
each handler, effectively once. Doors: ``publishing``, ``registry``, ``idempotency``, ``drain``.
"""
