"""Floor 0. Pure Python vocabulary of the whole house: actor, money, ids, clock, errors, state.

Imports nothing from Django and nothing from Harborline above it.
"""
