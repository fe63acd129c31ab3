"""Harborline's own floors: toolkits, identity, the order ledger and the composition root."""
