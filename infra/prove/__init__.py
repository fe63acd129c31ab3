"""The proof: suites that try to make the ledger lose, double or misplace a cent. ``make prove`` runs them all."""
