"""The ledger's JSON door."""
