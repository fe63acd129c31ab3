"""Keyset cursors: the sort key and id of a page's last hit, as one opaque word."""

import base64
import binascii
import json
from typing import Any
from uuid import UUID

from marketplace.lib.errors import Invalid


def encode(key: Any, listing_id: UUID) -> str:
    """The cursor after this hit."""
    return base64.urlsafe_b64encode(json.dumps([str(key), str(listing_id)]).encode()).decode().rstrip("=")


def decode(cursor: str) -> tuple[str, UUID]:
    """Back to key and id. Raises Invalid."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        key, listing_id = json.loads(base64.urlsafe_b64decode(padded.encode()))
        return str(key), UUID(listing_id)
    except (binascii.Error, UnicodeError, ValueError, TypeError) as error:
        raise Invalid.field("after", "This page address is damaged. Start again from the first page.") from error
