"""The operator's ledger explorer: accounts, the postings on one, entries with their legs. It shows and never moves."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, StreamingHttpResponse

from escrow.statements import exports, words
from escrow.statements.forms import AccountsForm, EntriesForm
from marketplace.ledger import queries as ledger
from marketplace.ledger.chart import KINDS
from marketplace.lib.money import Money
from marketplace.web.request import MarketRequest
from marketplace.web.views import Door, Screen

PAGE = 50
EXPORT_LINES = 100_000
_BATCH = 1_000


def _kept(request: HttpRequest, **changed: Any) -> str:
    """The address's filters with ``changed`` over them, empty ones left out."""
    asked = {**{name: str(value) for name, value in request.GET.items()}, **changed}
    return f"?{urlencode({name: value for name, value in asked.items() if value})}"


class AccountList(Screen):
    """Accounts by code: searched by a part of it, an order's number, an owner's name; by kind and currency."""

    capability = "money.view"
    template_name = "statements/explorer/accounts.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """One keyset page."""
        asked = AccountsForm(request.GET).asked
        found = ledger.accounts(asked, limit=PAGE + 1)
        return {
            "asked": asked,
            "accounts": [
                (line, words.account_words(line.kind), words.CLASSES[line.account_class]) for line in found[:PAGE]
            ],
            "kinds": sorted(((kind, words.account_words(kind)) for kind in KINDS), key=lambda pair: pair[1]),
            "currencies": ledger.account_currencies(),
            "next_url": _kept(request, after=found[PAGE - 1].code) if len(found) > PAGE else "",
            "first_url": _kept(request, after="") if asked.after else "",
        }


class AccountDetail(Screen):
    """One account: its balance, drawn over the days on which it moved, and its postings, newest first."""

    capability = "money.view"
    template_name = "statements/explorer/account.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """One keyset page of postings."""
        account = ledger.get_account_line(kwargs["account_id"])
        before = EntriesForm(request.GET).asked.before
        found = ledger.account_postings(account.id, before=before, limit=PAGE + 1)
        days = ledger.account_days(account.id, balance=account.balance)
        return {
            "account": account,
            "kind": words.account_words(account.kind),
            "account_class": words.CLASSES[account.account_class],
            "postings": [(line, words.movement_words(line.entry.kind)) for line in found[:PAGE]],
            "series": [("Balance", [Money(balance, account.money_currency).decimal for _, balance in days])],
            "days": [f"{day:%-d %b}" for day, _ in days],
            "next_url": _kept(request, before=found[PAGE - 1].id) if len(found) > PAGE else "",
            "first_url": "?" if before else "",
        }


class AccountExport(Door):
    """The postings on an account as CSV, newest first."""

    capability = "money.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> StreamingHttpResponse:
        """Streamed; at most 100,000 lines."""
        account = ledger.get_account_line(kwargs["account_id"])
        return _csv(_posting_rows(account), f"account-{account.id}")


class EntryList(Screen):
    """Journal entries, newest first: by kind, order, day and key."""

    capability = "money.view"
    template_name = "statements/explorer/entries.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """One keyset page of entries with their legs."""
        asked = EntriesForm(request.GET).asked
        found = ledger.entries(asked, limit=PAGE + 1)
        shown = found[:PAGE]
        labels = ledger.labels_of(leg.account.code for entry in shown for leg in entry.postings.all())
        return {
            "asked": asked,
            "entries": [
                (entry, words.movement_words(entry.kind), [Leg(leg, labels) for leg in entry.postings.all()])
                for entry in shown
            ],
            "kinds": [(kind, words.movement_words(kind)) for kind in ledger.entry_kinds()],
            "csv_query": _kept(request, before=""),
            "next_url": _kept(request, before=found[PAGE - 1].pk) if len(found) > PAGE else "",
            "first_url": _kept(request, before="") if asked.before else "",
        }


class EntryExport(Door):
    """The legs of the entries that the address asks for, as CSV."""

    capability = "money.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> StreamingHttpResponse:
        """Streamed; at most 100,000 entries."""
        return _csv(_entry_rows(EntriesForm(request.GET).asked), "entries")


class EntryDetail(Screen):
    """One entry: its legs, what it belongs to, and the seal that covers it."""

    capability = "money.view"
    template_name = "statements/explorer/entry.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """404 for an entry that is none."""
        entry = ledger.get_entry(kwargs["entry_id"])
        labels = ledger.labels_of(leg.account.code for leg in entry.postings.all())
        relations = (
            ("Settles", entry.resolves),
            ("Settled by", getattr(entry, "resolved_by", None)),
            ("Reverses", entry.reverses),
            ("Reversed by", getattr(entry, "reversed_by", None)),
        )
        return {
            "entry": entry,
            "words": words.movement_words(entry.kind),
            "legs": [Leg(leg, labels) for leg in entry.postings.all()],
            "relations": [
                (label, other, words.movement_words(other.kind)) for label, other in relations if other is not None
            ],
            "seal": ledger.seal_of(entry),
            "meta": sorted(entry.meta.items()),
        }


class Leg:
    """One leg of an entry as a row says it: account, debit, credit."""

    def __init__(self, posting: Any, labels: dict[str, str]) -> None:
        self.account = posting.account
        self.label = labels[posting.account.code]
        self.kind = words.account_words(posting.account.kind)
        self.currency = posting.currency.removeprefix("XCR-")
        self.debit = max(posting.amount_minor, 0)
        self.credit = max(-posting.amount_minor, 0)
        self.balance_after = posting.balance_after


def _csv(rows: Iterator[Sequence[object]], name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(exports.rows_as_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _posting_rows(account: ledger.AccountLine) -> Iterator[Sequence[object]]:
    yield "at", "entry", "kind", "key", "order", "account", "debit", "credit", "balance", "currency"
    for line in islice(_all_postings(account.id), EXPORT_LINES):
        amounts = (line.debit, line.credit, line.balance)
        entry = line.entry
        yield [
            entry.effective_at.isoformat(), entry.pk, entry.kind, entry.key, entry.order.number if entry.order else "",
            account.code, *(Money(minor, account.money_currency).decimal for minor in amounts), account.currency,
        ]  # fmt: skip


def _all_postings(account_id: int) -> Iterator[ledger.AccountPosting]:
    before = None
    while page := ledger.account_postings(account_id, before=before, limit=_BATCH):
        yield from page
        before = page[-1].id


def _entry_rows(asked: ledger.EntryFilter) -> Iterator[Sequence[object]]:
    yield "at", "entry", "kind", "key", "order", "account", "debit", "credit", "currency"
    told = 0
    while told < EXPORT_LINES and (page := ledger.entries(asked, limit=_BATCH)):
        for entry in page:
            for leg in entry.postings.all():
                money = Money(leg.amount_minor, leg.currency.removeprefix("XCR-")).decimal
                order = entry.order.number if entry.order else ""
                yield [
                    entry.effective_at.isoformat(), entry.pk, entry.kind, entry.key, order, leg.account.code,
                    max(money, 0), max(-money, 0), leg.currency,
                ]  # fmt: skip
        told += len(page)
        asked = replace(asked, before=page[-1].pk)
