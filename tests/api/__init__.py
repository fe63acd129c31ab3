"""The JSON toolkit."""
