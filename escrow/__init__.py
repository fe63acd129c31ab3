"""Floor 9. Trade assurance: payment into escrow, shipment, acceptance, release, refund and payout.

Doors: ``services``, ``queries``, ``events``, ``policy``. Never meets ``rfq``: it finds its orders in the ledger.
"""
