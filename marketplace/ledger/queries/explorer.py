"""Reads for whoever inspects the journal: accounts by what they are for, entries with their legs, their seals.

Lists are keyset pages. Amounts are minor units, + debit, − credit. The caller checks that the reader may see money.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import BigIntegerField, Func, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from marketplace.identity.models import Organization
from marketplace.ledger.models import Account, JournalEntry, Order, Posting, Seal
from marketplace.lib.errors import NotFound

_YEAR = 366
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account with the debit-positive sum of its postings; ``label`` names people instead of their ids."""

    id: int
    code: str
    label: str
    kind: str
    account_class: str
    currency: str
    is_guarded: bool
    closed_at: datetime | None
    balance: int

    @property
    def money_currency(self) -> str:
        """The currency in which amounts are written: credit lines count in ``XCR-EUR``, written as EUR."""
        return self.currency.removeprefix("XCR-")


@dataclass(frozen=True, kw_only=True)
class AccountFilter:
    """What a list of accounts is narrowed by; ``text`` is a part of a code, an order's number or an owner's name."""

    text: str = ""
    kind: str = ""
    currency: str = ""
    moved: bool = False
    after: str = ""


@dataclass(frozen=True, kw_only=True)
class EntryFilter:
    """What a list of entries is narrowed by; ``before`` is the id of the last entry of the page before."""

    kind: str = ""
    order_number: str = ""
    text: str = ""
    first: datetime | None = None
    until: datetime | None = None
    before: int | None = None


def labels_of(codes: Iterable[str]) -> dict[str, str]:
    """Each account code as people say it: ``vendor:Nordmetal Zabrze:available:EUR``. One SQL query."""
    codes = list(codes)
    ids = {UUID(found) for code in codes for found in _UUID.findall(code)}
    names = dict(Organization.objects.filter(pk__in=ids).values_list("id", "name")) if ids else {}
    return {code: _UUID.sub(lambda match: names.get(UUID(match[0]), match[0]), code) for code in codes}


def accounts(asked: AccountFilter, *, limit: int) -> list[AccountLine]:
    """Accounts by code behind ``asked.after``, with their balances. Up to four SQL queries."""
    found = Account.objects.order_by("code").filter(code__gt=asked.after)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.currency:
        found = found.filter(currency=asked.currency)
    if asked.text:
        found = found.filter(_meant(asked.text))
    if asked.moved:
        found = found.filter(Q(is_guarded=False) | Q(balance__posted__gt=0) | Q(balance__posted__lt=0))
    return account_lines(found[:limit])


def _meant(text: str) -> Q:
    """A part of the code, or of the name of the organisation in it, or of the buyer of the order in it."""
    meant = Q(code__icontains=text)
    for organization_id in Organization.objects.filter(name__icontains=text).values_list("id", flat=True)[:20]:
        meant |= Q(code__contains=str(organization_id))
    return meant


def account_lines(found: QuerySet[Account]) -> list[AccountLine]:
    """Accounts as lines: guarded balances from their rows, the others from their snapshot and what came since."""
    rows = list(found.annotate(now=Func("code", function="ledger_balance_of", output_field=BigIntegerField())))
    labels = labels_of(row.code for row in rows)
    return [
        AccountLine(
            id=row.pk,
            code=row.code,
            label=labels[row.code],
            kind=row.kind,
            account_class=row.account_class,
            currency=row.currency,
            is_guarded=row.is_guarded,
            closed_at=row.closed_at,
            balance=row.now,
        )
        for row in rows
    ]


def get_account_line(account_id: int) -> AccountLine:
    """One account. Raises NotFound."""
    found = account_lines(Account.objects.filter(pk=account_id))
    if not found:
        raise NotFound
    return found[0]


@dataclass(frozen=True, slots=True)
class AccountPosting:
    """A posting on its account, with the debit-positive running balance after it."""

    id: int
    entry: JournalEntry
    line_no: int
    amount_minor: int
    balance: int

    @property
    def debit(self) -> int:
        """0 for a credit."""
        return max(self.amount_minor, 0)

    @property
    def credit(self) -> int:
        """0 for a debit."""
        return max(-self.amount_minor, 0)


def account_postings(account_id: int, *, before: int | None = None, limit: int) -> list[AccountPosting]:
    """Postings on an account, newest first, each with the balance after it. Two SQL queries."""
    own = Posting.objects.filter(account_id=account_id).order_by("-id")
    page = own.select_related("entry__order") if before is None else own.select_related("entry__order").filter(
        pk__lt=before
    )  # fmt: skip
    rows = list(page[:limit])
    if not rows:
        return []
    balance = own.filter(pk__lte=rows[0].pk).aggregate(total=Sum("amount_minor"))["total"]
    told = []
    for row in rows:
        told.append(AccountPosting(row.pk, row.entry, row.line_no, row.amount_minor, balance))
        balance -= row.amount_minor
    return told


def account_days(account_id: int, *, balance: int, limit: int = 60) -> list[tuple[date, int]]:
    """The balance at the end of each day from the ``limit``-th last on which the account moved; ``balance`` is now's.

    Oldest first. Days without a movement are filled in while that makes no more than a year of them.
    """
    changes = (
        Posting.objects.filter(account_id=account_id)
        .annotate(day=TruncDate("entry__effective_at"))
        .values_list("day")
        .annotate(total=Sum("amount_minor"))
        .order_by("-day")
    )
    days: list[tuple[date, int]] = []
    for day, change in changes[:limit]:
        days.append((day, balance))
        balance -= change
    return _filled(days[::-1])


def _filled(days: list[tuple[date, int]]) -> list[tuple[date, int]]:
    if not days or (days[-1][0] - days[0][0]).days > _YEAR:
        return days
    known, filled, balance = dict(days), [], 0
    for offset in range((days[-1][0] - days[0][0]).days + 1):
        day = days[0][0] + timedelta(days=offset)
        balance = known.get(day, balance)
        filled.append((day, balance))
    return filled


def entries(asked: EntryFilter, *, limit: int) -> list[JournalEntry]:
    """Entries, newest first, with their legs and accounts. Two SQL queries."""
    legs = Posting.objects.select_related("account").order_by("line_no")
    found = JournalEntry.objects.select_related("order").prefetch_related(Prefetch("postings", queryset=legs))
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.order_number:
        found = found.filter(order__in=Order.objects.filter(number__iexact=asked.order_number))
    if asked.text:
        found = found.filter(key__contains=asked.text)
    if asked.first:
        found = found.filter(effective_at__gte=asked.first)
    if asked.until:
        found = found.filter(effective_at__lt=asked.until)
    if asked.before:
        found = found.filter(pk__lt=asked.before)
    return list(found.order_by("-pk")[:limit])


def get_entry(entry_id: int) -> JournalEntry:
    """One entry with its legs and the entries that it resolves or reverses, or that do so to it. Raises NotFound."""
    legs = Posting.objects.select_related("account").order_by("line_no")
    entry = (
        JournalEntry.objects.select_related("order", "resolves", "reverses", "resolved_by", "reversed_by")
        .prefetch_related(Prefetch("postings", queryset=legs))
        .filter(pk=entry_id)
        .first()
    )
    if entry is None:
        raise NotFound
    return entry


def seal_of(entry: JournalEntry) -> Seal | None:
    """The sealed block that covers an entry; None while it waits for the next one."""
    ends = Q(position__gt=entry.position) | Q(position=entry.position, last_entry_id__gte=entry.pk)
    return Seal.objects.filter(ends).order_by("position", "last_entry_id").first()


def entries_of_order(order_id: UUID) -> list[JournalEntry]:
    """All entries of an order in the order of the journal, with legs and accounts. Two SQL queries."""
    legs = Posting.objects.select_related("account").order_by("line_no")
    found = JournalEntry.objects.filter(order_id=order_id).select_related("resolves", "reverses")
    return list(found.prefetch_related(Prefetch("postings", queryset=legs)).order_by("pk"))


def entry_kinds() -> Sequence[str]:
    """The kinds of entry that occur, sorted."""
    return list(JournalEntry.objects.order_by("kind").values_list("kind", flat=True).distinct())


def account_currencies() -> Sequence[str]:
    """The currencies of the accounts that occur, sorted."""
    return list(Account.objects.order_by("currency").values_list("currency", flat=True).distinct())
