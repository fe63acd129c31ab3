"""The demonstration market, built through the services at moments of the past. Deterministic for a given day."""
