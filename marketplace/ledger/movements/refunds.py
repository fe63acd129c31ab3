"""Money goes back to the buyer: before release out of escrow, after it out of the vendor's money."""

from dataclasses import dataclass
from uuid import UUID

from marketplace.ledger import chart
from marketplace.ledger.movements.legs import Leg, Movement, Sources, credit, debit, from_escrow, movement


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """Where a vendor's part of a refund comes from, in this order; ``debt`` is what it owes afterwards. Minor units."""

    pending: int = 0
    available: int = 0
    reserve: int = 0
    debt: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return self.pending + self.available + self.reserve + self.debt


def from_vendor(vendor_id: UUID, currency: str, taken: Waterfall) -> list[Leg]:
    """Debits of the vendor's accounts, the debt last."""
    return [
        debit(chart.vendor_pending(vendor_id, currency), taken.pending),
        debit(chart.vendor_available(vendor_id, currency), taken.available),
        debit(chart.vendor_reserve(vendor_id, currency), taken.reserve),
        debit(chart.vendor_debt(vendor_id, currency), taken.debt),
    ]


def refund_reserved(*, order_number: str, sources: Sources, currency: str) -> Movement:
    """A refund before release is ordered: Dr escrow, Cr refunds in transit."""
    return movement(
        "refund_reserved",
        *from_escrow(order_number, sources, currency),
        credit(chart.refund_in_transit(order_number, currency), sum(sources.values())),
    )


def refund_reserved_after_release(
    *, order_number: str, vendor_id: UUID, currency: str, taken: Waterfall, commission: int, commission_tax: int
) -> Movement:
    """A refund after release: Dr the vendor's money and our commission on it, Cr refunds in transit."""
    return movement(
        "refund_reserved_after_release",
        *from_vendor(vendor_id, currency, taken),
        debit(chart.commission_income(currency), commission),
        debit(chart.commission_tax(currency), commission_tax),
        credit(chart.refund_in_transit(order_number, currency), taken.total + commission + commission_tax),
    )


def wallet_refund_reserved(*, buyer_id: UUID, order_number: str, currency: str, amount: int) -> Movement:
    """Money in the wallet is sent back the way it came: Dr wallet, Cr refunds in transit."""
    return movement(
        "wallet_refund_reserved",
        debit(chart.wallet(buyer_id, currency), amount),
        credit(chart.refund_in_transit(order_number, currency), amount),
    )


def refund_confirmed(*, provider: str, order_number: str, currency: str, amount: int) -> Movement:
    """The refund left: Dr refunds in transit, Cr psp."""
    return movement(
        "refund_confirmed",
        debit(chart.refund_in_transit(order_number, currency), amount),
        credit(chart.psp(provider, currency), amount),
    )


def refund_refused(*, buyer_id: UUID, order_number: str, currency: str, amount: int) -> Movement:
    """The provider could not refund: Dr refunds in transit, Cr the buyer's wallet."""
    return movement(
        "refund_refused",
        debit(chart.refund_in_transit(order_number, currency), amount),
        credit(chart.wallet(buyer_id, currency), amount),
    )


def refund_returned(*, provider: str, buyer_id: UUID, currency: str, amount: int) -> Movement:
    """A confirmed refund came back from the buyer's bank: Dr psp, Cr wallet."""
    return movement(
        "refund_returned",
        debit(chart.psp(provider, currency), amount),
        credit(chart.wallet(buyer_id, currency), amount),
    )


def refund_to_wallet(*, order_number: str, buyer_id: UUID, sources: Sources, currency: str) -> Movement:
    """What a buyer paid from its wallet or by transfer to our bank goes back there: Dr escrow, Cr wallet."""
    return movement(
        "refund_to_wallet",
        *from_escrow(order_number, sources, currency),
        credit(chart.wallet(buyer_id, currency), sum(sources.values())),
    )


def wallet_paid_out(*, buyer_id: UUID, currency: str, amount: int) -> Movement:
    """A buyer's wallet is paid out from our bank: Dr wallet, Cr bank."""
    return movement(
        "wallet_paid_out", debit(chart.wallet(buyer_id, currency), amount), credit(chart.bank(currency), amount)
    )


def return_freight_repaid(*, vendor_id: UUID, buyer_id: UUID, currency: str, taken: Waterfall) -> Movement:
    """The supplier bears the freight of a return that the buyer paid: Dr the vendor's money, Cr the buyer's wallet."""
    return movement(
        "return_freight_repaid",
        *from_vendor(vendor_id, currency, taken),
        credit(chart.wallet(buyer_id, currency), taken.total),
    )


def goodwill_granted(*, buyer_id: UUID, currency: str, amount: int) -> Movement:
    """We put something right at our own cost: Dr goodwill, Cr the buyer's wallet."""
    return movement(
        "goodwill_granted",
        debit(chart.goodwill(currency), amount),
        credit(chart.wallet(buyer_id, currency), amount),
    )
