"""The chain of seals, computed again from the entries, and the anchors that were exported (I15)."""

import hashlib
import json
from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.db import connection

from marketplace.ledger.models import Anchor, Seal
from marketplace.ledger.verify.registry import Finding, Scope, check, posting_check, rows

GENESIS = "0" * 64
_BLOCK = 20_000


@posting_check
def seals_re_add(scope: Scope) -> Iterator[Finding]:
    """Each seal is the hash of its predecessor and its entries' digests; nothing appeared or vanished behind it."""
    seals = Seal.objects.order_by("id")
    if scope.first_entry:
        seals = seals.filter(last_entry_id__gte=scope.first_entry)
    first = seals.first()
    if first is None:
        return
    before = Seal.objects.filter(pk__lt=first.pk).order_by("-id").first()
    previous, place = (before.hash, (before.position, before.last_entry_id)) if before else (GENESIS, (-1, 0))
    digests = _digests(place)
    waiting = next(digests, None)
    for seal in seals.iterator(chunk_size=2_000):
        end = (seal.position, seal.last_entry_id)
        block, entries = hashlib.sha256(bytes.fromhex(previous)), 0
        while waiting is not None and waiting[0] <= end:
            block.update(waiting[1])
            entries += 1
            waiting = next(digests, None)
        if seal.previous_hash != previous:
            yield _finding(seal, "does not continue the chain")
        if entries != seal.entries:
            yield _finding(seal, f"sealed {seal.entries} entries, {entries} found")
        elif block.hexdigest() != seal.hash:
            yield _finding(seal, "an entry in it was changed")
        previous = seal.hash


@check
def anchors_hold() -> Iterator[Finding]:
    """Each anchor names its seal's hash, and so does the file that was exported."""
    for anchor in Anchor.objects.select_related("seal").order_by("id").iterator():
        if anchor.hash != anchor.seal.hash:
            yield Finding("anchors_hold", anchor.file_name, "the seal's hash is another now")
        if not default_storage.exists(anchor.file_name):
            yield Finding("anchors_hold", anchor.file_name, "the exported file is gone")
            continue
        with default_storage.open(anchor.file_name) as file:
            if json.load(file).get("hash") != anchor.seal.hash:
                yield Finding("anchors_hold", anchor.file_name, "the exported file has another hash")


def _finding(seal: Seal, detail: str) -> Finding:
    """What a broken seal touches is not known better than its block: its findings come from the other checks."""
    return Finding("seals_re_add", f"seal {seal.id}", detail)


def _digests(after: tuple[int, int]) -> Iterator[tuple[tuple[int, int], bytes]]:
    """``((position, entry id), digest)`` of all entries up to the last seal, in the order of the journal."""
    last = rows("SELECT position + 1 FROM ledger_seal ORDER BY id DESC LIMIT 1")[0][0]
    while True:
        with connection.cursor() as cursor:
            cursor.execute("SELECT place, entry_id, digest FROM ledger_digests(%s, %s, %s, %s)", [*after, last, _BLOCK])
            block = cursor.fetchall()
        for position, entry_id, digest in block:
            yield (position, entry_id), bytes(digest)
        if len(block) < _BLOCK:
            return
        after = block[-1][:2]
