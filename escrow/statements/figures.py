"""A period of a statement in sum: how the balance came about, and where the money stands. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from escrow.statements import words
from marketplace.ledger.parties import Column, Party
from marketplace.ledger.queries import Turnover

_PAID = frozenset(
    {"payment_received", "payment_unclaimed", "bank_transfer_received", "receipt_matched", "suspense_resolved",
     "invoice_paid", "late_fee_paid"}
)  # fmt: skip
_RELEASED = frozenset({"release", "decided"})
_REFUNDED = frozenset({"refund_confirmed", "wallet_paid_out", "refund_returned"})
_PAID_OUT = frozenset({"payout_confirmed", "payout_reversed", "bank_payout_sent", "bank_payout_returned"})
_INVOICED = frozenset({"invoice_issued", "invoice_late_fee", "invoice_credited", "late_fee_waived"})
_TAKEN_BACK = frozenset({"refund_reserved_after_release", "chargeback_lost", "return_freight_repaid"})

GROUPS: Mapping[Party, tuple[tuple[str, frozenset[str]], ...]] = {
    Party.BUYER: (
        ("Paid", _PAID),
        ("Released to suppliers", _RELEASED),
        ("Refunded", _REFUNDED),
        ("Invoiced", _INVOICED),
    ),
    Party.VENDOR: (
        ("Released, net", _RELEASED),
        ("Invoices", _INVOICED | {"invoice_paid", "terms_advanced", "invoice_written_off"}),
        ("Taken back for refunds", _TAKEN_BACK),
        ("Paid out", _PAID_OUT),
    ),
    Party.OPERATOR: (
        ("Received", _PAID),
        ("Kept as commission and tax", _RELEASED),
        ("Paid out to suppliers", _PAID_OUT),
        ("Refunded", _REFUNDED),
        ("Invoices", _INVOICED),
    ),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the summary, minor units in the reader's view."""

    label: str
    amount: int


def causes(column: Column, turnover: Iterable[Turnover]) -> list[Figure]:
    """What changed the balance in the period, by cause; together they are the change, to the cent.

    Movements inside the column (escrow to refunds on the way) come to nothing and are left out.
    """
    sums: dict[str, int] = {}
    for row in turnover:
        label = next((name for name, kinds in GROUPS[column.party] if row.entry_kind in kinds), "Other movements")
        sums[label] = sums.get(label, 0) + column.sign * row.net
    order = [name for name, _ in GROUPS[column.party]] + ["Other movements"]
    return [Figure(name, sums[name]) for name in order if sums.get(name)]


def standing(column: Column, by_kind: Mapping[str, int]) -> list[Figure]:
    """Where the closing balance is, by kind of account; together they are the closing balance."""
    return [Figure(words.account_words(kind), column.sign * total) for kind, total in by_kind.items()]
