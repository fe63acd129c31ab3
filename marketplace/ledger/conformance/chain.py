"""Puts postings into commit order and chains them by hash, one by one, when a judge reads the journal.

The product seals its journal in blocks, after the fact; the kit wants a hash per entry. So each reading appends
what was committed since the last one to a chain that is kept. What it returns is the chain's hash beside the
posting as it is now: a row that was changed after it was chained no longer fits.

Ids are given out before a transaction commits, so they are no order. The running numbers of guarded accounts are:
they are given under the account's lock, which is kept until the commit. An order that respects them on every
account is one in which the transactions could have committed, and the one in which their effects happened.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from graphlib import TopologicalSorter
from itertools import pairwise

from django.db import connection, transaction
from django.db.models import Count

from marketplace.ledger.conformance.accounts import account_of
from marketplace.ledger.conformance.models import ChainLink
from marketplace.ledger.models import Posting

GENESIS = "GENESIS"
_ONE_READER = 7_241_306_155  # any number: the advisory lock of those who append to the chain


def entry_hash(prev: str, *fields: str) -> str:
    """SHA-256 over the previous hash and the entry's fields, as the kit's reference does it."""
    return hashlib.sha256("|".join([prev, *fields]).encode()).hexdigest()


def in_commit_order(postings: Iterable[Posting]) -> list[Posting]:
    """Sort postings of whole entries: on each guarded account by its running number, else by entry."""
    by_entry: dict[int, list[Posting]] = {}
    by_account: dict[int, list[Posting]] = {}
    for posting in postings:
        by_entry.setdefault(posting.entry_id, []).append(posting)
        if posting.account_seq is not None:
            by_account.setdefault(posting.account_id, []).append(posting)
    graph: TopologicalSorter[int] = TopologicalSorter(dict.fromkeys(by_entry, ()))
    for lines in by_account.values():
        lines.sort(key=lambda line: line.account_seq or 0)
        for before, after in pairwise(lines):
            graph.add(after.entry_id, before.entry_id)
    graph.prepare()
    ordered: list[Posting] = []
    while graph.is_active():
        ready = sorted(graph.get_ready())
        for entry_id in ready:
            ordered += sorted(by_entry[entry_id], key=lambda line: line.line_no)
        graph.done(*ready)
    return ordered


def extend() -> None:
    """Chain what was committed since the last call; readers take turns."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_READER])
        last = ChainLink.objects.order_by("-sequence").first()
        sequence, prev = (last.sequence, last.entry_hash) if last else (0, GENESIS)
        counted = ChainLink.objects.values_list("posting__account").annotate(Count("pk"))
        places: Counter[int] = Counter(dict(counted))
        fresh = Posting.objects.exclude(pk__in=ChainLink.objects.values("posting")).select_related("account", "entry")
        links = []
        for posting in in_commit_order(fresh):
            sequence += 1
            places[posting.account_id] += 1
            link = ChainLink(
                sequence=sequence, posting=posting, account_sequence=places[posting.account_id], prev_hash=prev
            )
            link.entry_hash = prev = entry_hash(prev, *_hashed(posting, sequence))
            links.append(link)
        ChainLink.objects.bulk_create(links)


def read() -> list[dict[str, str | int]]:
    """The journal in commit order, as the kit's contract names its fields."""
    extend()
    links = ChainLink.objects.select_related("posting__account", "posting__entry").order_by("sequence")
    return [
        {
            "entryId": str(link.posting_id),
            "transactionId": link.posting.entry.meta["transaction"],
            "accountId": account_of(link.posting.account.code),
            "type": _side(link.posting),
            "amountSubunits": abs(link.posting.amount_minor),
            "currency": link.posting.currency,
            "sequence": link.sequence,
            "accountSequence": link.account_sequence,
            "prevHash": link.prev_hash,
            "entryHash": link.entry_hash,
        }
        for link in links
    ]


def _side(posting: Posting) -> str:
    return "DEBIT" if posting.amount_minor > 0 else "CREDIT"


def _hashed(posting: Posting, sequence: int) -> list[str]:
    return [
        posting.entry.meta["transaction"],
        account_of(posting.account.code),
        _side(posting),
        str(abs(posting.amount_minor)),
        posting.currency,
        str(sequence),
    ]
