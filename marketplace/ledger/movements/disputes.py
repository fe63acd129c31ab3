"""Money in dispute: frozen by a claim between the two sides, or taken back by the buyer's bank."""

from uuid import UUID

from marketplace.ledger import chart
from marketplace.ledger.movements.legs import Movement, Sources, credit, debit, from_escrow, movement, to_escrow
from marketplace.ledger.movements.refunds import Waterfall, from_vendor
from marketplace.ledger.movements.releases import Settlement, Share, vendor_part


def frozen(*, order_number: str, sources: Sources, currency: str) -> Movement:
    """A claim freezes its value: Dr escrow, Cr hold."""
    return movement(
        "frozen",
        *from_escrow(order_number, sources, currency),
        credit(chart.hold(order_number, currency), sum(sources.values())),
    )


def unfrozen(*, order_number: str, sources: Sources, currency: str) -> Movement:
    """The claim is gone: Dr hold, Cr escrow."""
    return movement(
        "unfrozen",
        debit(chart.hold(order_number, currency), sum(sources.values())),
        *to_escrow(order_number, sources, currency),
    )


def decided(
    *,
    order_number: str,
    vendor_id: UUID,
    currency: str,
    to_buyer: int,
    to_vendor: int,
    share: Share,
    settlement: Settlement | None = None,
) -> Movement:
    """A claim is decided: Dr hold, Cr refunds in transit for the buyer, the vendor's part and ours of the rest."""
    return movement(
        "decided",
        debit(chart.hold(order_number, currency), to_buyer + to_vendor),
        credit(chart.refund_in_transit(order_number, currency), to_buyer),
        *vendor_part(vendor_id=vendor_id, currency=currency, gross=to_vendor, share=share, settlement=settlement),
    )


def chargeback_opened(*, provider: str, ref: str, currency: str, amount: int, fee: int) -> Movement:
    """The card network took the money back and charged its fee: Dr chargeback and fee, Cr psp."""
    return movement(
        "chargeback_opened",
        debit(chart.chargeback(ref, currency), amount),
        debit(chart.dispute_fees(currency), fee),
        credit(chart.psp(provider, currency), amount + fee),
    )


def chargeback_won(*, provider: str, ref: str, currency: str, amount: int) -> Movement:
    """The network gave it back: Dr psp, Cr chargeback."""
    return movement(
        "chargeback_won", debit(chart.psp(provider, currency), amount), credit(chart.chargeback(ref, currency), amount)
    )


def chargeback_lost(
    *,
    ref: str,
    order_number: str,
    currency: str,
    sources: Sources,
    hold: int,
    vendor_id: UUID,
    taken: Waterfall,
    commission: int,
    commission_tax: int,
    loss: int,
) -> Movement:
    """The network decided for the buyer: Dr what is still held, then the vendor's money with our commission on it, or
    our loss, Cr chargeback."""
    amount = sum(sources.values()) + hold + taken.total + commission + commission_tax + loss
    return movement(
        "chargeback_lost",
        *from_escrow(order_number, sources, currency),
        debit(chart.hold(order_number, currency), hold),
        *from_vendor(vendor_id, currency, taken),
        debit(chart.commission_income(currency), commission),
        debit(chart.commission_tax(currency), commission_tax),
        debit(chart.chargeback_losses(currency), loss),
        credit(chart.chargeback(ref, currency), amount),
    )
