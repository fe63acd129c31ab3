"""Threads: numbering, rights, offers, read marks, doors."""
