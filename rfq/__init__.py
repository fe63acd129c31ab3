"""Floor 9. Requests for quotation, quotes, offers, comparison and award.

Doors: ``services``, ``queries``, ``events``, ``policy``. Never meets ``escrow``: an award opens an order.
"""
