"""Checks that escrow adds to ``verify_ledger``: money on the way is exactly what open operations say."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, QuerySet, Sum

from escrow.machinery.shares import commission_on, given_back
from escrow.models import Freeze, GatewayOperation, PaymentLeg, Payout, Refund, Release, ReleaseUnit
from escrow.states import LegState, OperationKind, PayoutState
from marketplace.ledger import queries as ledger
from marketplace.ledger.states import PayoutMethod
from marketplace.ledger.verify import Finding, check

if TYPE_CHECKING:
    from marketplace.ledger.models import Order

_CLEARING = {OperationKind.REFUND: "refund_it", OperationKind.TRANSFER: "vendor_in_transit"}


@check
def clearing_accounts_equal_open_operations() -> Iterator[Finding]:
    """Per currency: refunds in transit = open refunds, vendor money in transit = open payouts (I11)."""
    booked = {(row["kind"], row["currency"]): -row["total"] for row in ledger.balances_by_kind()}
    for kind, account in _CLEARING.items():
        rows = GatewayOperation.objects.unsettled().filter(kind=kind).values_list("currency")
        still_open = dict(rows.annotate(Sum("amount_minor")).order_by())
        if kind == OperationKind.TRANSFER:
            by_hand = Payout.objects.filter(method=PayoutMethod.BANK, state=PayoutState.RESERVED)
            for currency, amount in by_hand.values_list("currency").annotate(Sum("amount_minor")).order_by():
                still_open[currency] = still_open.get(currency, 0) + amount
        currencies = {currency for name, currency in booked if name == account} | set(still_open)
        for currency in sorted(currencies):
            ours, theirs = booked.get((account, currency), 0), still_open.get(currency, 0)
            if ours != theirs:
                yield Finding(
                    "clearing_accounts_equal_open_operations", account, f"{ours} booked, {theirs} open, {currency}"
                )


@check
def commission_equals_releases() -> Iterator[Finding]:
    """Per currency: commission income = the commissions of all releases, less what refunds after release gave back."""
    booked = {row["currency"]: -row["total"] for row in ledger.balances_by_kind() if row["kind"] == "inc_commission"}
    taken = dict(Release.objects.values_list("currency").annotate(Sum("commission_minor")).order_by())
    for order in _refunded_after_release():
        commission, _ = commission_on(order, back_before=0, amount=given_back(order))
        taken[order.currency] = taken.get(order.currency, 0) - commission
    for currency in sorted(set(booked) | set(taken)):
        if booked.get(currency, 0) != taken.get(currency, 0):
            detail = f"{booked.get(currency, 0)} booked, {taken.get(currency, 0)} released, {currency}"
            yield Finding("commission_equals_releases", "inc_commission", detail)


def _refunded_after_release() -> "list[Order]":
    refunds = Refund.objects.filter(after_release=True).select_related("order").order_by("order_id")
    return [refund.order for refund in refunds.distinct("order_id")]


@check
def escrow_equals_open_units() -> Iterator[Finding]:
    """Per order: escrow = paid legs less what was released, refunded and frozen; hold = what is frozen (I10)."""
    held = ledger.held_by_order()
    paid = _sums(PaymentLeg.objects.filter(state=LegState.FUNDED).exclude(when="invoice"), "amount_minor")
    prepaid = PaymentLeg.objects.filter(when="order", state=LegState.FUNDED).values("order")
    on_credit = Q(order__plan__kind="terms") & ~Q(order__in=prepaid)
    invoiced = set(ReleaseUnit.objects.filter(on_credit).values_list("order__number", flat=True))
    units = ReleaseUnit.objects.exclude(on_credit)
    spent = _sums(units, F("released_minor") + F("refunded_minor") + F("frozen_minor"))
    frozen = _sums(ReleaseUnit.objects.all(), "frozen_minor")
    claimed = _sums(Freeze.objects.all(), "left_minor")
    for number in sorted((set(held) | set(paid) | set(spent)) - invoiced):
        escrow, hold = held.get(number, (0, 0))
        expected = paid.get(number, 0) - spent.get(number, 0)
        if escrow != expected or hold != frozen.get(number, 0) or hold != claimed.get(number, 0):
            detail = (
                f"{escrow} in escrow, {expected} by its units; {hold} on hold, "
                f"{frozen.get(number, 0)} by its units, {claimed.get(number, 0)} by claims"
            )
            yield Finding("escrow_equals_open_units", number, detail)


@check
def units_add_up_to_the_order() -> Iterator[Finding]:
    """The release units of an order divide its total."""
    units = _sums(ReleaseUnit.objects.all(), "amount_minor")
    totals = dict(ReleaseUnit.objects.values_list("order__number", "order__total_minor"))
    for number, total in sorted(totals.items()):
        if units[number] != total:
            yield Finding("units_add_up_to_the_order", number, f"total {total}, units {units[number]}")


def _sums(rows: QuerySet[Any], amount: Any) -> dict[str, int]:
    return dict(rows.values_list("order__number").annotate(added=Sum(amount)).order_by())
