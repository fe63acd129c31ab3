"""Checks that reconciliation adds to ``verify_ledger``: nothing unowned is forgotten, nothing unexplained is kept."""

from collections.abc import Iterator

from django.db.models import Sum

from escrow.reconciliation.models import BankReceipt, ReconciliationRun
from marketplace.ledger import queries as ledger
from marketplace.ledger.verify import Finding, check


@check
def suspense_equals_unmatched_receipts() -> Iterator[Finding]:
    """Per currency: what suspense holds is exactly the receipts whose owner is unknown (I11)."""
    booked = {currency: -total for currency, total in ledger.account_total("suspense").items()}
    rows = BankReceipt.objects.unmatched().values_list("currency").annotate(total=Sum("amount_minor"))
    waiting = dict(rows.order_by())
    for currency in sorted({*booked, *waiting}):
        ours, theirs = booked.get(currency, 0), waiting.get(currency, 0)
        if ours != theirs:
            yield Finding("suspense_equals_unmatched_receipts", currency, f"{ours} booked, {theirs} unmatched")


@check
def provider_balance_is_explained() -> Iterator[Finding]:
    """The newest run of each provider left nothing unexplained (I14)."""
    runs = ReconciliationRun.objects.finished().order_by("provider", "-started_at").distinct("provider")
    for run in runs:
        for currency, minor in run.unexplained.items():
            yield Finding("provider_balance_is_explained", run.provider, f"{minor} {currency} at {run.started_at}")
