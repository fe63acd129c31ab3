"""The JSON door of identity."""
