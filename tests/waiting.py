"""Waiting for other processes: ask until it is so, fail with what was waited for."""

import time
from collections.abc import Callable

PAUSE_SECONDS = 0.02


def until(happened: Callable[[], object], what: str, *, seconds: float = 15) -> None:
    """Return once ``happened`` says yes. Raises AssertionError after ``seconds``."""
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited in vain until {what}")
        time.sleep(PAUSE_SECONDS)
