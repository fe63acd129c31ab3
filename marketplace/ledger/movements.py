"""Every way that money moves, as a pure function from facts to a movement: its kind and its legs.

Amounts are minor units, positive. A leg is signed: + debit, − credit. The table these follow is in
``docs/ledger.md``; each function there has a worked example that is also a test.
"""

from dataclasses import dataclass
from uuid import UUID

from marketplace.ledger import chart
from marketplace.ledger.chart import AccountSpec


@dataclass(frozen=True, slots=True)
class Leg:
    """One side of a movement: ``amount_minor`` > 0 debits the account, < 0 credits it."""

    account: AccountSpec
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Movement:
    """What is booked as one journal entry. ``kind`` is the name of the function that made it."""

    kind: str
    legs: tuple[Leg, ...]


def _movement(kind: str, *legs: Leg) -> Movement:
    return Movement(kind, legs)


def _debit(account: AccountSpec, amount: int) -> Leg:
    return Leg(account, amount)


def _credit(account: AccountSpec, amount: int) -> Leg:
    return Leg(account, -amount)


def payment_received(*, provider: str, order_number: str, currency: str, amount: int) -> Movement:
    """The buyer's payment arrived and is held: Dr psp, Cr escrow."""
    return _movement(
        "payment_received",
        _debit(chart.psp(provider, currency), amount),
        _credit(chart.escrow(order_number, currency), amount),
    )


def payment_unclaimed(*, provider: str, buyer_id: UUID, currency: str, amount: int) -> Movement:
    """A payment arrived for an order that no longer waits for it: Dr psp, Cr the buyer's wallet."""
    return _movement(
        "payment_unclaimed",
        _debit(chart.psp(provider, currency), amount),
        _credit(chart.wallet(buyer_id, currency), amount),
    )


def provider_fee(*, provider: str, currency: str, amount: int) -> Movement:
    """The provider kept its fee: Dr expense, Cr psp."""
    return _movement(
        "provider_fee", _debit(chart.psp_fees(currency), amount), _credit(chart.psp(provider, currency), amount)
    )


def release(*, order_number: str, vendor_id: UUID, currency: str, gross: int, commission: int) -> Movement:
    """The buyer accepted: Dr escrow gross, Cr the vendor's share and our commission."""
    legs = [_debit(chart.escrow(order_number, currency), gross)]
    if gross - commission:
        legs.append(_credit(chart.vendor_available(vendor_id, currency), gross - commission))
    if commission:
        legs.append(_credit(chart.commission_income(currency), commission))
    return _movement("release", *legs)


def payout_reserved(*, vendor_id: UUID, currency: str, amount: int) -> Movement:
    """A transfer to the vendor is ordered: Dr available, Cr in transit."""
    return _movement(
        "payout_reserved",
        _debit(chart.vendor_available(vendor_id, currency), amount),
        _credit(chart.vendor_in_transit(vendor_id, currency), amount),
    )


def payout_confirmed(*, provider: str, vendor_id: UUID, currency: str, amount: int) -> Movement:
    """The transfer arrived: Dr in transit, Cr psp."""
    return _movement(
        "payout_confirmed",
        _debit(chart.vendor_in_transit(vendor_id, currency), amount),
        _credit(chart.psp(provider, currency), amount),
    )


def payout_refused(*, vendor_id: UUID, currency: str, amount: int) -> Movement:
    """The transfer was refused: Dr in transit, Cr available."""
    return _movement(
        "payout_refused",
        _debit(chart.vendor_in_transit(vendor_id, currency), amount),
        _credit(chart.vendor_available(vendor_id, currency), amount),
    )


def refund_reserved(*, order_number: str, currency: str, amount: int) -> Movement:
    """A refund before release is ordered: Dr escrow, Cr refunds in transit."""
    return _movement(
        "refund_reserved",
        _debit(chart.escrow(order_number, currency), amount),
        _credit(chart.refund_in_transit(order_number, currency), amount),
    )


def wallet_refund_reserved(*, buyer_id: UUID, order_number: str, currency: str, amount: int) -> Movement:
    """An unclaimed payment is sent back: Dr wallet, Cr refunds in transit."""
    return _movement(
        "wallet_refund_reserved",
        _debit(chart.wallet(buyer_id, currency), amount),
        _credit(chart.refund_in_transit(order_number, currency), amount),
    )


def refund_confirmed(*, provider: str, order_number: str, currency: str, amount: int) -> Movement:
    """The refund left: Dr refunds in transit, Cr psp."""
    return _movement(
        "refund_confirmed",
        _debit(chart.refund_in_transit(order_number, currency), amount),
        _credit(chart.psp(provider, currency), amount),
    )


def refund_refused(*, buyer_id: UUID, order_number: str, currency: str, amount: int) -> Movement:
    """The provider could not refund: Dr refunds in transit, Cr the buyer's wallet."""
    return _movement(
        "refund_refused",
        _debit(chart.refund_in_transit(order_number, currency), amount),
        _credit(chart.wallet(buyer_id, currency), amount),
    )
