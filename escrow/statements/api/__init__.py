"""The JSON door of statements."""
