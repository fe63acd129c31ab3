"""Checks that credit adds to ``verify_ledger``: what the ledger says is owed is what open invoices say."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, Sum

from escrow.credit.machinery.numbering import CREDIT_NOTES
from escrow.credit.models import CreditAccount, CreditNote, CreditReservation, Invoice, NumberSeries
from escrow.credit.states import AccountState
from marketplace.ledger import queries as ledger
from marketplace.ledger.verify import Finding, check


@check
def receivables_equal_open_invoices() -> Iterator[Finding]:
    """Per currency: receivables = open invoices with their interest; unpaid shares = what of them is open."""
    booked = {(row["kind"], row["currency"]): row["total"] for row in ledger.balances_by_kind()}
    open_amount = F("total_minor") - F("paid_minor") - F("credited_minor") - F("written_off_minor")
    rows = Invoice.objects.values("currency").annotate(
        principal=Sum(open_amount), fees=Sum(F("fees_minor") - F("fees_settled_minor"))
    )
    owed = {row["currency"]: (int(row["principal"]), int(row["fees"])) for row in rows.order_by()}
    kinds = {"receivable", "terms", "deferred_commission"}
    for currency in sorted({code for kind, code in booked if kind in kinds} | set(owed)):
        principal, fees = owed.get(currency, (0, 0))
        receivable = booked.get(("receivable", currency), 0)
        if receivable != principal + fees:
            yield Finding(
                "receivables_equal_open_invoices",
                "receivable",
                f"{receivable} booked, {principal + fees} open, {currency}",
            )
        unpaid = -booked.get(("terms", currency), 0) - booked.get(("deferred_commission", currency), 0)
        if unpaid != principal:
            yield Finding("receivables_equal_open_invoices", "terms", f"{unpaid} booked, {principal} open, {currency}")


@check
def credit_lines_add_up() -> Iterator[Finding]:
    """Per account: reserved and used are what orders and invoices say; with what is free, all that is granted."""
    accounts = list(CreditAccount.objects.exclude(state__in=[AccountState.REQUESTED, AccountState.REVIEW]))
    lines = ledger.credit_lines([account.number for account in accounts])
    reserved = _by_account(CreditReservation.objects, F("reserved_minor") - F("invoiced_minor") - F("freed_minor"))
    used = _by_account(
        Invoice.objects, F("total_minor") - F("paid_minor") - F("credited_minor") - F("written_off_minor")
    )
    for account in accounts:
        line = lines[account.number]
        expected = (reserved[account.id], used[account.id])
        if (line.reserved, line.used) != expected:
            yield Finding(
                "credit_lines_add_up", account.number, f"{(line.reserved, line.used)} booked, {expected} open"
            )
        free = account.limit_minor - sum(expected) if account.state == AccountState.ACTIVE else 0
        if line.available != max(free, 0):
            yield Finding("credit_lines_add_up", account.number, f"{line.available} free, {max(free, 0)} expected")


@check
def numbers_have_no_gaps() -> Iterator[Finding]:
    """Each series has given out as many numbers as its last one says."""
    found: dict[tuple[Any, str, int], int] = defaultdict(int)
    for kind, rows, seller in (
        ("", Invoice.objects, "seller"),
        (CREDIT_NOTES, CreditNote.objects, "invoice__seller"),
    ):
        counted = rows.values_list(seller, "issue_date__year").annotate(Count("id")).order_by()
        for seller_id, year, count in counted:
            found[seller_id, kind, year] = count
    for series in NumberSeries.objects.all():
        given = found[series.owner_id, series.kind, series.year]
        if given != series.last:
            yield Finding("numbers_have_no_gaps", str(series), f"{given} papers, the last number is {series.last}")


def _by_account(rows: Any, amount: Any) -> dict[Any, int]:
    found = dict(rows.values_list("account").annotate(total=Sum(amount)).order_by())
    return defaultdict(int, found)
