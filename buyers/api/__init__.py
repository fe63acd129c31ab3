"""The JSON door of buyers."""
