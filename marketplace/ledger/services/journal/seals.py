"""Seals, snapshots and anchors: what makes the journal tamper-evident, and balances of platform accounts cheap."""

import json
import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import send_mail
from django.db import connection, transaction

from marketplace.ledger.models import Anchor, Seal

BLOCK = 20_000
"""Entries in a seal at most: what one transaction hashes."""

_log = logging.getLogger(__name__)


def seal_entries(*, at: datetime) -> int:
    """Seal all entries that are final, block by block; returns how many. Two at once do it once."""
    sealed = 0
    while True:
        with transaction.atomic():
            entries = _call("SELECT ledger_seal_block(%s, %s)", at, BLOCK)
        sealed += entries
        if entries < BLOCK:
            return sealed


def take_snapshots(*, at: datetime) -> int:
    """Bring the sums of all platform accounts up to date; costs what was posted since. Returns how many moved."""
    with transaction.atomic():
        return _call("SELECT ledger_take_snapshots(%s)", at)


def anchor_chain(*, recipients: Sequence[str], at: datetime) -> Anchor | None:
    """Export the head of the chain: a file in the storage, a mail to ``recipients``, a line in the log.

    Whoever rewrites the database afterwards would have to rewrite these too. None while nothing new is sealed.
    The file and the mail come first, outside a transaction: an anchor that is on record was exported.
    """
    head = Seal.objects.order_by("-id").first()
    if head is None or Anchor.objects.filter(seal=head).exists():
        return None
    body = json.dumps({"seal": head.id, "hash": head.hash, "sealed_at": head.sealed_at.isoformat()}, indent=1)
    name = default_storage.save(f"anchors/{at:%Y-%m-%d}-seal-{head.id}.json", ContentFile(body.encode()))
    if recipients:
        send_mail(
            subject=f"Ledger anchor {at:%Y-%m-%d}: {head.hash[:16]}",
            message=f"Keep this message. It proves what the ledger held up to seal {head.id}.\n\n{body}\n",
            from_email=None,
            recipient_list=list(recipients),
        )
    _log.info("ledger anchor: seal %s has hash %s", head.id, head.hash)
    return Anchor.objects.create(seal=head, hash=head.hash, file_name=name, mailed_to=list(recipients), anchored_at=at)


def _call(sql: str, *parameters: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.fetchone()[0])
