"""The key that signs evidence packs, Ed25519 (RFC 8032). Its public half is published by the market.

``EVIDENCE_SIGNING_KEY`` holds the 32 secret bytes as hex. Without it a key is derived from ``SECRET_KEY``: good for
development and the demonstration market, and as lasting as that secret is.
"""

import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings


def _key() -> Ed25519PrivateKey:
    given = settings.EVIDENCE_SIGNING_KEY
    derived = hashlib.sha256(b"harborline evidence signing key\0" + settings.SECRET_KEY.encode()).digest()
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(given) if given else derived)


def public_key() -> str:
    """The 32 public bytes as hex."""
    return _key().public_key().public_bytes_raw().hex()


def sign(message: bytes) -> str:
    """The 64 bytes of the signature as hex."""
    return _key().sign(message).hex()


def published_keys() -> list[str]:
    """The key of today, then those that signed earlier packs."""
    return [public_key(), *settings.EVIDENCE_RETIRED_KEYS]
