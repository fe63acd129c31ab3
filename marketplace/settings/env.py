"""Typed readers of the environment: the only place that touches ``os.environ``."""

import os
from pathlib import Path


class MissingSetting(RuntimeError):
    """A setting that has no safe default was not given."""


def text(name: str, default: str | None = None) -> str:
    """The variable as text. Without a default it must be set."""
    value = os.environ.get(name, default)
    if value is None:
        raise MissingSetting(f"Set {name} in the environment. docs/settings.md says what it is for.")
    return value


def number(name: str, default: int) -> int:
    """The variable as a whole number."""
    value = os.environ.get(name, "")
    try:
        return int(value) if value else default
    except ValueError as error:
        raise MissingSetting(f"{name} must be a whole number, not {value!r}.") from error


def flag(name: str, default: bool) -> bool:
    """``1``, ``true``, ``yes`` and ``on`` are true; ``0``, ``false``, ``no`` and ``off`` are false."""
    value = os.environ.get(name, "").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if value:
        raise MissingSetting(f"{name} must be 1 or 0, not {value!r}.")
    return default


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list, without blanks."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def folder(name: str, default: Path) -> Path:
    """The variable as a folder."""
    return Path(os.environ.get(name) or default)
