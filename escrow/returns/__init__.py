"""Part of floor 9: goods that go back. A return is negotiated, shipped, inspected, and remedied; its money stays held.

Doors: ``services``, ``queries``, ``events``. It stands on escrow's core, which knows nothing of it.
"""
