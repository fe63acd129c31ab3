"""The JSON door of evidence."""
