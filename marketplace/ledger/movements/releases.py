"""Money goes to the vendor: released from escrow, matured, paid out."""

from dataclasses import dataclass
from uuid import UUID

from marketplace.ledger import chart
from marketplace.ledger.movements.legs import Leg, Movement, Sources, credit, debit, from_escrow, movement


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How a vendor's gross is divided, minor units. What is left of the gross is the vendor's net.

    ``commission`` is ours and ``commission_tax`` the tax on it; ``reserve`` is kept back for a while and
    ``debt`` pays what the vendor owes us.
    """

    commission: int = 0
    commission_tax: int = 0
    reserve: int = 0
    debt: int = 0

    def net(self, gross: int) -> int:
        """What the vendor is credited as pending."""
        return gross - self.commission - self.commission_tax - self.reserve - self.debt


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """The vendor is paid in another currency: ``amount`` of ``currency`` for the whole of its part."""

    currency: str
    amount: int


def vendor_part(
    *, vendor_id: UUID, currency: str, gross: int, share: Share, settlement: Settlement | None = None
) -> list[Leg]:
    """Credits that add up to ``gross``: the vendor's net, reserve and debt, our commission and its tax.

    With a ``settlement`` the net is exchanged at the order's frozen rate; reserve and debt stay in the
    order's currency, so a vendor that is settled in another has none.
    """
    net = share.net(gross)
    if settlement is None:
        paid = [credit(chart.vendor_pending(vendor_id, currency), net)]
    else:
        paid = [
            credit(chart.exchange(currency), net),
            debit(chart.exchange(settlement.currency), settlement.amount),
            credit(chart.vendor_pending(vendor_id, settlement.currency), settlement.amount),
        ]
    return [
        *paid,
        credit(chart.vendor_reserve(vendor_id, currency), share.reserve),
        credit(chart.vendor_debt(vendor_id, currency), share.debt),
        credit(chart.commission_income(currency), share.commission),
        credit(chart.commission_tax(currency), share.commission_tax),
    ]


def release(
    *,
    order_number: str,
    sources: Sources,
    vendor_id: UUID,
    currency: str,
    share: Share,
    settlement: Settlement | None = None,
) -> Movement:
    """The buyer accepted: Dr escrow, Cr the vendor's part and ours."""
    gross = sum(sources.values())
    return movement(
        "release",
        *from_escrow(order_number, sources, currency),
        *vendor_part(vendor_id=vendor_id, currency=currency, gross=gross, share=share, settlement=settlement),
    )


def goods_tax_due(*, order_number: str, sources: Sources, jurisdiction: str, currency: str) -> Movement:
    """The market owes the tax on goods as deemed supplier: Dr escrow, Cr tax payable."""
    return movement(
        "goods_tax_due",
        *from_escrow(order_number, sources, currency),
        credit(chart.tax(jurisdiction, currency), sum(sources.values())),
    )


def tax_withheld(*, vendor_id: UUID, currency: str, amount: int) -> Movement:
    """Tax withheld from what a vendor may be paid: Dr available, Cr withholding tax."""
    return movement(
        "tax_withheld",
        debit(chart.vendor_available(vendor_id, currency), amount),
        credit(chart.withholding_tax(currency), amount),
    )


def matured(*, vendor_id: UUID, currency: str, amount: int) -> Movement:
    """The waiting time after a release is over: Dr pending, Cr available."""
    return movement(
        "matured",
        debit(chart.vendor_pending(vendor_id, currency), amount),
        credit(chart.vendor_available(vendor_id, currency), amount),
    )


def reserve_released(*, vendor_id: UUID, currency: str, amount: int) -> Movement:
    """A reserve has been kept long enough: Dr reserve, Cr available."""
    return movement(
        "reserve_released",
        debit(chart.vendor_reserve(vendor_id, currency), amount),
        credit(chart.vendor_available(vendor_id, currency), amount),
    )


def reserve_withheld(*, vendor_id: UUID, currency: str, amount: int) -> Movement:
    """Available money is kept back, for a chargeback that is being decided: Dr available, Cr reserve."""
    return movement(
        "reserve_withheld",
        debit(chart.vendor_available(vendor_id, currency), amount),
        credit(chart.vendor_reserve(vendor_id, currency), amount),
    )


def debt_recovered(*, vendor_id: UUID, currency: str, amount: int) -> Movement:
    """What a vendor owes us is taken from what it may be paid: Dr available, Cr debt."""
    return movement(
        "debt_recovered",
        debit(chart.vendor_available(vendor_id, currency), amount),
        credit(chart.vendor_debt(vendor_id, currency), amount),
    )


def debt_repaid(*, vendor_id: UUID, currency: str, amount: int) -> Movement:
    """A vendor paid its debt to our bank: Dr bank, Cr debt."""
    return movement(
        "debt_repaid", debit(chart.bank(currency), amount), credit(chart.vendor_debt(vendor_id, currency), amount)
    )


def debt_written_off(*, vendor_id: UUID, currency: str, amount: int) -> Movement:
    """A vendor will not pay its debt: it is our loss. Dr bad debt, Cr debt."""
    return movement(
        "debt_written_off",
        debit(chart.bad_debts(currency), amount),
        credit(chart.vendor_debt(vendor_id, currency), amount),
    )


def payout_reserved(*, vendor_id: UUID, currency: str, amount: int) -> Movement:
    """A transfer to the vendor is ordered: Dr available, Cr in transit."""
    return movement(
        "payout_reserved",
        debit(chart.vendor_available(vendor_id, currency), amount),
        credit(chart.vendor_in_transit(vendor_id, currency), amount),
    )


def payout_confirmed(*, provider: str, vendor_id: UUID, currency: str, amount: int) -> Movement:
    """The transfer arrived: Dr in transit, Cr psp."""
    return movement(
        "payout_confirmed",
        debit(chart.vendor_in_transit(vendor_id, currency), amount),
        credit(chart.psp(provider, currency), amount),
    )


def payout_refused(*, vendor_id: UUID, currency: str, amount: int) -> Movement:
    """The transfer was refused: Dr in transit, Cr available."""
    return movement(
        "payout_refused",
        debit(chart.vendor_in_transit(vendor_id, currency), amount),
        credit(chart.vendor_available(vendor_id, currency), amount),
    )


def payout_reversed(*, provider: str, vendor_id: UUID, currency: str, amount: int) -> Movement:
    """A transfer was taken back from the vendor: Dr psp, Cr available."""
    return movement(
        "payout_reversed",
        debit(chart.psp(provider, currency), amount),
        credit(chart.vendor_available(vendor_id, currency), amount),
    )


def bank_payout_sent(*, vendor_id: UUID, currency: str, amount: int) -> Movement:
    """A payout that an operator sends from our own bank left it: Dr in transit, Cr bank."""
    return movement(
        "bank_payout_sent",
        debit(chart.vendor_in_transit(vendor_id, currency), amount),
        credit(chart.bank(currency), amount),
    )


def bank_payout_returned(*, vendor_id: UUID, currency: str, amount: int) -> Movement:
    """The vendor's bank sent it back: Dr bank, Cr available."""
    return movement(
        "bank_payout_returned",
        debit(chart.bank(currency), amount),
        credit(chart.vendor_available(vendor_id, currency), amount),
    )
