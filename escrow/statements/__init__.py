"""Statements of account and the ledger explorer: the journal as each of its three parties reads it. No tables."""
