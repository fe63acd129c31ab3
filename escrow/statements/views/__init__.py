"""The HTML doors of statements and of the ledger explorer."""
