"""The JSON door of vendors."""
