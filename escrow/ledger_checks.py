"""Checks that escrow adds to ``verify_ledger``: money on the way is exactly what open operations say."""

from collections.abc import Iterator

from django.db.models import Sum

from escrow.models import GatewayOperation, Release
from escrow.states import OperationKind
from marketplace.ledger import queries as ledger
from marketplace.ledger.verify import Finding, check

_CLEARING = {OperationKind.REFUND: "refund_it", OperationKind.TRANSFER: "vendor_in_transit"}


@check
def clearing_accounts_equal_open_operations() -> Iterator[Finding]:
    """Per currency: refunds in transit = open refunds, vendor money in transit = open transfers (I11)."""
    booked = {(row["kind"], row["currency"]): -row["total"] for row in ledger.balances_by_kind()}
    for kind, account in _CLEARING.items():
        rows = GatewayOperation.objects.unsettled().filter(kind=kind).values_list("currency")
        still_open = dict(rows.annotate(Sum("amount_minor")).order_by())
        currencies = {currency for name, currency in booked if name == account} | set(still_open)
        for currency in sorted(currencies):
            ours, theirs = booked.get((account, currency), 0), still_open.get(currency, 0)
            if ours != theirs:
                yield Finding(
                    "clearing_accounts_equal_open_operations", account, f"{ours} booked, {theirs} open, {currency}"
                )


@check
def commission_equals_releases() -> Iterator[Finding]:
    """Per currency: commission income = the commissions of all releases."""
    booked = {row["currency"]: -row["total"] for row in ledger.balances_by_kind() if row["kind"] == "inc_commission"}
    taken = dict(Release.objects.values_list("currency").annotate(Sum("commission_minor")).order_by())
    for currency in sorted(set(booked) | set(taken)):
        if booked.get(currency, 0) != taken.get(currency, 0):
            detail = f"{booked.get(currency, 0)} booked, {taken.get(currency, 0)} released, {currency}"
            yield Finding("commission_equals_releases", "inc_commission", detail)
