"""The JSON door of escrow."""
