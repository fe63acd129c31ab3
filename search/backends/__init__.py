"""Engines behind the ``SearchBackend`` port. ``settings.SEARCH_BACKEND`` names the one in use."""
