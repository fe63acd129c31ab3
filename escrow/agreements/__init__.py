"""Part of floor 9: what two sides agree around an order: amendments, inspection before dispatch, more time, lateness,
cancellation.

Doors: ``services``, ``queries``, ``events``. It stands on escrow's core, which knows nothing of it.
"""
