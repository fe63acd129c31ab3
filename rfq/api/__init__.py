"""The JSON door of requests, quotes, offers and awards."""
