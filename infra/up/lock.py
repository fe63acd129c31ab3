"""One market per data folder: a second ``make run`` beside the first would corrupt nothing, but says so at once."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(RuntimeError):
    """Another process holds the folder."""


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the folder until the block ends; the kernel lets go of it when the process dies."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AlreadyRunning(f"This market is running already, in another terminal ({folder}).") from error
        yield
