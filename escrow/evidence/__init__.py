"""The evidence pack of an order: what happened to it, signed, to be verified by anybody offline. No tables."""
