"""How listings get their address and their stand-in picture.

Both are repeatable, so that an import of 100,000 rows asks nobody.
"""

import hashlib
from uuid import UUID

from django.utils.text import slugify

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_SUFFIX = 8
_WORDS = 90


def listing_slug(title: str, sku: str, vendor_id: UUID) -> str:
    """``die-cast-enclosure-ip67-k3f9a2qx``: words for people, a hash of vendor and SKU that makes it the only one."""
    number = int.from_bytes(hashlib.sha256(f"{vendor_id}:{sku}".encode()).digest()[:8])
    suffix = ""
    for _ in range(_SUFFIX):
        number, digit = divmod(number, len(_ALPHABET))
        suffix += _ALPHABET[digit]
    words = slugify(title)[:_WORDS].strip("-")
    return f"{words}-{suffix}" if words else suffix


def drawing_seed(sku: str) -> int:
    """A small number that looks random and is the same for the same SKU."""
    return hashlib.sha256(sku.encode()).digest()[0]
