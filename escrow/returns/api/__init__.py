"""The JSON door of returns."""
