"""The JSON door of credit."""
