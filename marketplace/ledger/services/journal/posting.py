"""The only writer of the journal: one call of ``ledger_post`` in PostgreSQL per entry."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from marketplace.ledger.chart import AccountSpec
from marketplace.ledger.models import JournalEntry
from marketplace.ledger.movements import Leg, Movement
from marketplace.lib import clock, ids
from marketplace.lib.actor import Actor
from marketplace.lib.errors import Conflict, NotFound


class Accounting(Conflict):
    """The ledger refuses the movement; nothing was booked."""

    code = "accounting"


class InsufficientFunds(Accounting):
    """A guarded account would fall below zero."""

    code = "insufficient_funds"


class EntryKeyReused(Accounting):
    """The key was already booked with other legs."""

    code = "entry_key_reused"


class NoPostingRule(Accounting):
    """The kind of movement may not touch such an account: ``rules.py`` has no line for it."""

    code = "no_posting_rule"


_SQL = """
    SELECT entry_id, is_replay, stored_hash FROM ledger_post(
        %s::text, %s::text, %s::text, %s::text, %s::uuid, %s::bigint, %s::bigint,
        %s::timestamptz, %s::timestamptz, %s::jsonb,
        %s::text[], %s::text[], %s::text[], %s::text[], %s::boolean[], %s::bigint[])
"""


def post(
    *,
    key: str,
    movement: Movement,
    at: datetime,
    order_id: UUID | None = None,
    reverses: int | None = None,
    resolves: int | None = None,
    meta: Mapping[str, Any] | None = None,
    actor: Actor | None = None,
) -> int:
    """Book ``movement`` (minor units, + debit, − credit) as one entry; returns its id.

    One round trip. Runs in the caller's transaction. ``key`` names what happened, once: the same key with the same
    legs returns the first entry, with others raises EntryKeyReused. ``resolves`` is the reservation
    that this entry settles or voids (at most once); ``reverses`` the entry that it mirrors (at most
    once); ``actor`` who did it. Raises InsufficientFunds when a guarded account would be overdrawn, Accounting when the
    database refuses for another reason. After a refusal the transaction must be rolled back.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("post() belongs inside the transaction of a service")
    facts = {
        "kind": movement.kind,
        "order": order_id,
        "reverses": reverses,
        "resolves": resolves,
        "legs": sorted((leg.account.code, leg.account.currency, leg.amount_minor) for leg in movement.legs),
    }
    digest = ids.input_hash(facts)
    legs = _net(movement.legs)
    accounts = [leg.account for leg in legs]
    parameters = [
        key, digest, movement.kind, actor.user_name if actor else "", order_id, reverses, resolves, at, clock.now(),
        json.dumps(dict(meta or {}), default=str),
        [account.code for account in accounts],
        [account.currency for account in accounts],
        [account.kind for account in accounts],
        [account.account_class for account in accounts],
        [account.is_guarded for account in accounts],
        [leg.amount_minor for leg in legs],
    ]  # fmt: skip
    try:
        with connection.cursor() as cursor:
            cursor.execute(_SQL, parameters)
            entry_id, is_replay, stored_hash = cursor.fetchone()
    except IntegrityError as error:
        raise _refusal(error) from error
    if is_replay and stored_hash != digest:
        raise EntryKeyReused(f"“{key}” was already booked with other amounts or accounts. Nothing was booked now.")
    return int(entry_id)


def _net(legs: Sequence[Leg]) -> list[Leg]:
    """One leg per account and currency; what cancels out is left out."""
    sums: dict[AccountSpec, int] = {}
    for leg in legs:
        sums[leg.account] = sums.get(leg.account, 0) + leg.amount_minor
    return [Leg(account, amount) for account, amount in sums.items() if amount]


def reverse(*, entry_id: int, at: datetime, reason: str) -> int:
    """Book the mirror image of an entry, once; returns the id of the reversal.

    Raises NotFound, and what ``post`` raises.
    """
    with transaction.atomic():
        entry = JournalEntry.objects.filter(pk=entry_id).first()
        if entry is None:
            raise NotFound
        legs = tuple(
            Leg(
                AccountSpec(
                    posting.account.code,
                    posting.currency,
                    posting.account.kind,
                    posting.account.account_class,
                    posting.account.is_guarded,
                ),
                -posting.amount_minor,
            )
            for posting in entry.postings.select_related("account").order_by("line_no")
        )
        return post(
            key=f"rev:{entry.pk}",
            movement=Movement("reversal", legs),
            at=at,
            order_id=entry.order_id,
            reverses=entry.pk,
            meta={"reason": reason},
        )


def _refusal(error: IntegrityError) -> Accounting:
    text = str(error)
    if "no posting rule" in text:
        # A programming error: say all that PostgreSQL says.
        return NoPostingRule(text)
    if "ledger_balance_bounds" in text:
        return InsufficientFunds("There is not enough money on the account for this movement. Nothing was booked.")
    if "resolves_id" in text or "reverses_id" in text:
        return Accounting("This entry was already settled or reversed. Nothing was booked.")
    return Accounting("The ledger refused this movement. Nothing was booked.")
