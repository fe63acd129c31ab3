"""Stripe in our own database, under Stripe's own SDK: no keys are needed and no real money moves.

The fake answers the SDK's HTTP calls (``transport``) from its own tables and its own transactions, and behaves like
the real one where that matters: idempotency by key for a day, fees, money that is pending before it is available,
refusals, silence, disputes, bank transfers in parts, onboarding, and signed notices that come late, twice, in another
order or never. Nothing here reads or writes the market's own rows; ``engine`` is the door for its pages, for tests and
for the demonstration market.
"""
