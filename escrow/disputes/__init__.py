"""Floor 9, above the core of escrow. Cases: a buyer's claim on an order, talked over, decided, executed to the cent.

Doors: ``services``, ``queries``, ``events``, ``policy``. The core never imports this package; it is told by slots
and facts. A case freezes exactly what it claims, and everything else of the order goes on.
"""
