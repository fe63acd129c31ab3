"""The JSON door of search."""
