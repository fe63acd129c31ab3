"""Inside escrow: what happens when a buyer's bank takes a card payment back, mirrored from the provider's dispute.

Doors: ``services``, ``queries``. The provider decides; we withhold what is still held, send the evidence in time, and
book the outcome: what is held pays first, the vendor or the market only for the rest.
"""
