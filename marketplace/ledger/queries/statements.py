"""Reads of postings as statements: one party's movements in a currency. Amounts are minor units, + debit, − credit.

Lines are in the order of business time; ``Place`` names where a page ended, so that a page costs the same
wherever it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Abs, Coalesce, TruncDate

from marketplace.ledger.models import Account, JournalEntry, Posting
from marketplace.ledger.parties import COMMISSION_KINDS, ORDER_MONEY, PARTY_OF, Column, Party, kinds_of


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of a statement ended: the next one begins after it."""

    at: datetime
    posting_id: int


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One posting as a statement needs it. ``settles`` is the key of the reservation that its entry resolves."""

    place: Place
    entry_id: int
    line_no: int
    entry_kind: str
    key: str
    settles: str
    order_number: str
    account_code: str
    account_kind: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Turnover:
    """Debits and credits of a period, both positive, by the kind of account and of entry."""

    account_kind: str
    entry_kind: str
    debit: int
    credit: int

    @property
    def net(self) -> int:
        """Debit-positive."""
        return self.debit - self.credit


def _parts(column: Column) -> list[QuerySet[Posting]]:
    """The postings of a column as disjoint sets, each of which PostgreSQL finds by an index."""
    postings = Posting.objects.filter(currency=column.currency).order_by()
    if column.party is Party.OPERATOR:
        own = Account.objects.filter(currency=column.currency, kind__in=kinds_of(Party.OPERATOR))
        return [postings.filter(account__in=own)]
    if column.party is Party.VENDOR:
        named = Q(code__startswith=f"vendor:{column.organization_id}:")
        named |= Q(code__startswith=f"terms:{column.organization_id}:")
        return [postings.filter(account__in=Account.objects.filter(named, currency=column.currency))]
    named = Q(code__startswith=f"wallet:{column.organization_id}:")
    named |= Q(code__startswith=f"ar:buyer:{column.organization_id}:")
    held = postings.filter(entry__order__buyer_id=column.organization_id, account__kind__in=ORDER_MONEY)
    return [held, postings.filter(account__in=Account.objects.filter(named, currency=column.currency))]


def _within(postings: QuerySet[Posting], since: datetime | None, until: datetime | None) -> QuerySet[Posting]:
    if since is not None:
        postings = postings.filter(entry__effective_at__gte=since)
    return postings if until is None else postings.filter(entry__effective_at__lt=until)


def statement_rows(
    column: Column, *, since: datetime, until: datetime, after: Place | None = None, limit: int
) -> list[StatementRow]:
    """Up to ``limit`` movements of ``since`` ≤ time < ``until``, oldest first, behind ``after``.

    One or two SQL queries; their rows are merged in Python, each part already limited and sorted.
    """
    rows = [
        row
        for part in _parts(column)
        for row in _rows(_behind(_within(part, since, until), after), limit)
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row.place.at, row.place.posting_id))[:limit]


def _behind(postings: QuerySet[Posting], after: Place | None) -> QuerySet[Posting]:
    if after is None:
        return postings
    later = Q(entry__effective_at__gt=after.at) | Q(entry__effective_at=after.at, pk__gt=after.posting_id)
    return postings.filter(later, entry__effective_at__gte=after.at)


def _rows(postings: QuerySet[Posting], limit: int) -> list[StatementRow]:
    found = postings.order_by("entry__effective_at", "pk").values_list(
        "entry__effective_at", "pk", "entry_id", "line_no", "entry__kind", "entry__key",
        Coalesce("entry__resolves__key", F("entry__reverses__key")), "entry__order__number",
        "account__code", "account__kind", "amount_minor",
    )[:limit]  # fmt: skip
    return [
        StatementRow(Place(at, pk), entry_id, line, kind, key, settles or "", number or "", code, account_kind, amount)
        for at, pk, entry_id, line, kind, key, settles, number, code, account_kind, amount in found
    ]


def statement_standing(column: Column, *, until: datetime) -> dict[str, int]:
    """The debit-positive balance of each kind of account before ``until``; kinds at zero are left out."""
    sums: dict[str, int] = {}
    for part in _parts(column):
        for kind, total in _within(part, None, until).values_list("account__kind").annotate(Sum("amount_minor")):
            sums[kind] = sums.get(kind, 0) + total
    return {kind: total for kind, total in sorted(sums.items()) if total}


def statement_turnover(column: Column, *, since: datetime, until: datetime) -> list[Turnover]:
    """Debits and credits of a period, by kind of account and entry."""
    sums: dict[tuple[str, str], list[int]] = {}
    for part in _parts(column):
        found = (
            _within(part, since, until)
            .values_list("account__kind", "entry__kind")
            .annotate(total=Sum("amount_minor"), size=Sum(Abs("amount_minor")))
        )
        for account_kind, entry_kind, total, size in found:
            row = sums.setdefault((account_kind, entry_kind), [0, 0])
            row[0] += (size + total) // 2
            row[1] += (size - total) // 2
    return [Turnover(account, entry, debit, credit) for (account, entry), (debit, credit) in sorted(sums.items())]


def statement_days(column: Column, *, since: datetime, until: datetime) -> list[tuple[date, int]]:
    """The debit-positive change of each day on which something moved, in order."""
    days: dict[date, int] = {}
    for part in _parts(column):
        found = _within(part, since, until).values_list(TruncDate("entry__effective_at")).annotate(Sum("amount_minor"))
        for day, total in found:
            days[day] = days.get(day, 0) + total
    return sorted(days.items())


def last_moved(column: Column) -> datetime | None:
    """When the column moved last; None if it never did."""
    latest = [part.aggregate(at=Max("entry__effective_at"))["at"] for part in _parts(column)]
    return max((at for at in latest if at is not None), default=None)


def statement_currencies(party: Party, organization_id: UUID | None) -> list[str]:
    """The currencies in which a party has ever moved money, sorted; credit lines are none."""
    accounts = Account.objects.exclude(currency__startswith="XCR-").order_by("currency")
    moved = accounts.filter(Exists(Posting.objects.filter(account=OuterRef("pk"))))
    if party is Party.OPERATOR:
        moved = moved.filter(kind__in=kinds_of(party))
        return list(moved.values_list("currency", flat=True).distinct())
    if party is Party.VENDOR:
        own = moved.filter(_starts(f"vendor:{organization_id}:", f"terms:{organization_id}:"))
        return list(own.values_list("currency", flat=True).distinct())
    own = moved.filter(_starts(f"wallet:{organization_id}:", f"ar:buyer:{organization_id}:"))
    paid = JournalEntry.objects.filter(order__buyer_id=organization_id).values_list("order__currency", flat=True)
    return sorted({*own.values_list("currency", flat=True), *paid.distinct()})


def _starts(*prefixes: str) -> Q:
    found = Q()
    for prefix in prefixes:
        found |= Q(code__startswith=prefix)
    return found


def commission_of(vendor_id: UUID, currency: str, *, since: datetime, until: datetime) -> dict[str, int]:
    """What the market took of a vendor's orders in a period, by kind of account (commission, tax on it); credits +."""
    taken = _within(
        Posting.objects.filter(
            entry__order__vendor_id=vendor_id, currency=currency, account__kind__in=COMMISSION_KINDS
        ),
        since,
        until,
    )  # fmt: skip
    return {kind: -total for kind, total in taken.values_list("account__kind").annotate(Sum("amount_minor")).order_by()}


def commissions_by_entry(entry_ids: Sequence[int]) -> dict[int, int]:
    """What the market took in each of ``entry_ids``, commission and tax together; entries without are absent."""
    taken = Posting.objects.filter(entry_id__in=entry_ids, account__kind__in=COMMISSION_KINDS)
    return {entry: -total for entry, total in taken.values_list("entry_id").annotate(Sum("amount_minor")).order_by()}


@dataclass(frozen=True, slots=True)
class OrderSums:
    """What the statements of an order's three parties show of it, debit-positive, beside the sum of its postings."""

    number: str
    currency: str
    buyer: int
    vendor: int
    operator: int
    postings: int

    @property
    def re_adds(self) -> bool:
        """The three come to zero, and to what the postings come to."""
        return self.buyer + self.vendor + self.operator == self.postings == 0


_ORDER_SUMS = """
    WITH moved AS (
        SELECT e.order_id, p.account_id, sum(p.amount_minor) AS total
          FROM ledger_journalentry e JOIN ledger_posting p ON p.entry_id = e.id
         WHERE e.order_id IS NOT NULL AND e.id >= %(first_entry)s
           AND (%(number)s = '' OR e.order_id = (SELECT id FROM ledger_order WHERE number = %(number)s))
         GROUP BY e.order_id, p.account_id
    ), placed AS (
        SELECT o.number, a.currency, m.total,
               CASE WHEN a.kind = ANY(%(order_money)s) THEN 'b'
                    WHEN a.kind = ANY(%(operator)s) THEN 'o'
                    WHEN split_part(a.code, ':', 2) = o.vendor_id::text THEN 'v'
                    WHEN o.buyer_id::text IN (split_part(a.code, ':', 2), split_part(a.code, ':', 3)) THEN 'b'
                     END AS who
          FROM moved m JOIN ledger_account a ON a.id = m.account_id JOIN ledger_order o ON o.id = m.order_id
    )
    SELECT number, currency, coalesce(sum(total) FILTER (WHERE who = 'b'), 0),
           coalesce(sum(total) FILTER (WHERE who = 'v'), 0), coalesce(sum(total) FILTER (WHERE who = 'o'), 0),
           sum(total)
      FROM placed GROUP BY number, currency ORDER BY number, currency
"""


def order_sums(number: str = "", *, first_entry: int = 0) -> Iterator[OrderSums]:
    """What the three statements show of one order, or of every order, by currency. One SQL query.

    Of the entries from ``first_entry`` on. A column counts only accounts of the order's own parties: money of an
    order that stands on a stranger's account is on none of the three, and the sums differ.
    """
    asked: dict[str, Any] = {
        "order_money": sorted(ORDER_MONEY), "operator": kinds_of(Party.OPERATOR), "number": number,
        "first_entry": first_entry,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_ORDER_SUMS, asked)
        while rows := cursor.fetchmany(1_000):
            yield from (OrderSums(*row[:2], *(int(total) for total in row[2:])) for row in rows)


def ownerless_accounts() -> list[str]:
    """Codes of accounts that are on nobody's statement: of a kind that no party has, or naming no organisation.

    One SQL query over the accounts.
    """
    named = r"^(vendor|terms|wallet|ar:buyer):[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}:"
    platform = [*sorted(ORDER_MONEY), *kinds_of(Party.OPERATOR)]
    owned = Q(kind__in=platform) | Q(kind__in=list(PARTY_OF), code__regex=named)
    return list(Account.objects.exclude(owned).order_by("code").values_list("code", flat=True))
