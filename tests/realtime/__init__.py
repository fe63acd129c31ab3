"""Sockets: real processes, a real Redis, real browsers of the protocol."""
