"""The HTML door of reconciliation."""
