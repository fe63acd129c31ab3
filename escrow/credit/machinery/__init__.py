"""What the services of credit are made of. Everything here runs in a caller's transaction, after its policy."""
