"""The market's own money: top-ups, payouts to our bank, currency exchange, and other people's roundings."""

from marketplace.ledger import chart
from marketplace.ledger.movements.legs import Leg, Movement, credit, debit, movement


def owner_paid_in(*, currency: str, amount: int) -> Movement:
    """The market's owner put money into its bank account: Dr bank, Cr equity."""
    return movement("owner_paid_in", debit(chart.bank(currency), amount), credit(chart.equity(currency), amount))


def topped_up(*, provider: str, currency: str, amount: int) -> Movement:
    """Our bank put money into our balance at the provider: Dr psp, Cr bank."""
    return movement("topped_up", debit(chart.psp(provider, currency), amount), credit(chart.bank(currency), amount))


def platform_payout_sent(*, provider: str, currency: str, amount: int) -> Movement:
    """A payout to our own bank left the provider: Dr bank in transit, Cr psp."""
    return movement(
        "platform_payout_sent",
        debit(chart.bank_in_transit(currency), amount),
        credit(chart.psp(provider, currency), amount),
    )


def platform_payout_settled(*, currency: str, amount: int) -> Movement:
    """It arrived: Dr bank, Cr bank in transit."""
    return movement(
        "platform_payout_settled",
        debit(chart.bank(currency), amount),
        credit(chart.bank_in_transit(currency), amount),
    )


def platform_payout_returned(*, provider: str, currency: str, amount: int) -> Movement:
    """It failed and came back: Dr psp, Cr bank in transit."""
    return movement(
        "platform_payout_returned",
        debit(chart.psp(provider, currency), amount),
        credit(chart.bank_in_transit(currency), amount),
    )


def provider_converted(*, provider: str, sold: str, sold_amount: int, bought: str, bought_amount: int) -> Movement:
    """The provider exchanged our balance: each currency adds up to zero through its trading account."""
    return movement(
        "provider_converted",
        credit(chart.psp(provider, sold), sold_amount),
        debit(chart.exchange(sold), sold_amount),
        debit(chart.psp(provider, bought), bought_amount),
        credit(chart.exchange(bought), bought_amount),
    )


def exchange_closed(*, currency: str, gain: int) -> Movement:
    """At the end of a period a trading account's rest is a gain (> 0) or a loss (< 0) of exchange."""
    return movement("exchange_closed", Leg(chart.exchange(currency), gain), Leg(chart.fx_income(currency), -gain))


def rounding_booked(*, provider: str, currency: str, amount: int) -> Movement:
    """A cent that the provider's arithmetic left on our balance (> 0) or took (< 0)."""
    return movement(
        "rounding_booked", Leg(chart.psp(provider, currency), amount), Leg(chart.rounding(currency), -amount)
    )
