"""Inside escrow: our books against the provider's and the bank's, line by line, down to nothing unexplained.

Doors: ``services``, ``queries``. The provider's transactions are matched to journal entries by key; what is missing
and safe is booked, the rest waits for a person. Bank transfers find their order by a structured reference.
"""
