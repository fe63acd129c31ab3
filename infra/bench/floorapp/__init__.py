"""The floor's one application."""
