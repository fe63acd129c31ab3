"""Disputes at the card network."""
