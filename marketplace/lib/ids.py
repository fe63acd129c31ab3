"""Identifiers: time-ordered UUIDs, secrets and their hashes, canonical hashes of input."""

import hashlib
import json
import secrets
import time
import uuid
from typing import Any

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def uuid7() -> uuid.UUID:
    """A UUID version 7 (RFC 9562, section 5.7): 48 bits of milliseconds, then random bits."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (1 << 48) - 1) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def token(length: int = 32) -> str:
    """A URL-safe secret of ``length`` characters from an alphabet without look-alikes.

    One large random number is read as digits: every page makes such words, and a system call for each
    character would cost more than the page's middleware. The 64 spare bits make the bias unobservable.
    """
    rest, characters = secrets.randbits(5 * length + 64), []
    for _ in range(length):
        rest, digit = divmod(rest, len(_ALPHABET))
        characters.append(_ALPHABET[digit])
    return "".join(characters)


def hash_secret(secret: str) -> str:
    """SHA-256 of a high-entropy secret, hex. Not for passwords."""
    return hashlib.sha256(secret.encode()).hexdigest()


def canonical(value: Any) -> str:
    """Canonical JSON: sorted keys, no spaces; dates, UUIDs and decimals as their ``str``."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def input_hash(value: Any) -> str:
    """SHA-256 over ``canonical(value)``, hex: "same key, same input" is decided by it."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()
