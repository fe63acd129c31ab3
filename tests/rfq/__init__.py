"""Requests, quotes, offers, comparison and award."""
