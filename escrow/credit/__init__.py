"""Floor 9, inside escrow. Credit accounts and net terms: limits, reservations, invoices, dunning, write-off.

Doors: ``services``, ``queries``, ``events``, ``policy``. A credit line is counted in the ledger, so that concurrent
orders cannot exceed it; an order on terms ships against a reservation instead of held money.
"""
