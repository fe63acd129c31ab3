"""Real threads on real connections, let go at the same moment."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection

T = TypeVar("T")
PATIENCE_SECONDS = 60


def race(attempts: Sequence[Callable[[], T]]) -> list[T | Exception]:
    """Run all ``attempts`` at once, each on a connection of its own; results and refusals in order."""
    barrier = threading.Barrier(len(attempts))

    def run(attempt: Callable[[], T]) -> T | Exception:
        try:
            connection.ensure_connection()
            barrier.wait(PATIENCE_SECONDS)
            return attempt()
        except Exception as error:  # noqa: BLE001  # the refusals are what a race is about
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(run, attempts))


def won(outcomes: Sequence[T | Exception]) -> list[T]:
    """The outcomes that are not refusals."""
    return [outcome for outcome in outcomes if not isinstance(outcome, Exception)]
