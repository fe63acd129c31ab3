"""Floor 4. The one shared order ledger: orders, and the double-entry journal under them.

Doors: ``services``, ``queries``, ``events``, ``policy``, ``movements``.
"""
