"""A payment provider in our own database that moves no real money.

It keeps its own tables and its own transactions, and behaves like a real one: idempotent by key, a hosted
payment page, refusals, silence, and signed notices that come late, twice or in the wrong order.
"""
