"""The JSON door of threads."""
