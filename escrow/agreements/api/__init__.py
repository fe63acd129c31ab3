"""The JSON door of agreements."""
