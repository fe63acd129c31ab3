"""Money comes in: from cards, bank transfers and wallets, into escrow or into the buyer's wallet."""

from uuid import UUID

from marketplace.ledger import chart
from marketplace.ledger.movements.legs import Movement, credit, debit, movement


def payment_received(*, provider: str, order_number: str, leg: int, currency: str, amount: int) -> Movement:
    """The buyer's payment arrived and is held: Dr psp, Cr escrow of the leg."""
    return movement(
        "payment_received",
        debit(chart.psp(provider, currency), amount),
        credit(chart.escrow(order_number, leg, currency), amount),
    )


def payment_unclaimed(*, provider: str, buyer_id: UUID, currency: str, amount: int) -> Movement:
    """A payment arrived for an order that no longer waits for it: Dr psp, Cr the buyer's wallet."""
    return movement(
        "payment_unclaimed",
        debit(chart.psp(provider, currency), amount),
        credit(chart.wallet(buyer_id, currency), amount),
    )


def provider_fee(*, provider: str, currency: str, amount: int) -> Movement:
    """The provider kept its fee: Dr expense, Cr psp."""
    return movement(
        "provider_fee", debit(chart.psp_fees(currency), amount), credit(chart.psp(provider, currency), amount)
    )


def bank_transfer_received(*, provider: str, buyer_id: UUID, currency: str, amount: int) -> Movement:
    """A bank transfer reached the buyer's cash balance at the provider: Dr psp cash, Cr wallet."""
    return movement(
        "bank_transfer_received",
        debit(chart.psp_cash(provider, currency), amount),
        credit(chart.wallet(buyer_id, currency), amount),
    )


def bank_transfer_applied(
    *, provider: str, buyer_id: UUID, order_number: str, leg: int, currency: str, amount: int
) -> Movement:
    """The cash balance paid a leg in full: Dr wallet and psp, Cr escrow and psp cash."""
    return movement(
        "bank_transfer_applied",
        debit(chart.wallet(buyer_id, currency), amount),
        debit(chart.psp(provider, currency), amount),
        credit(chart.escrow(order_number, leg, currency), amount),
        credit(chart.psp_cash(provider, currency), amount),
    )


def bank_transfer_unclaimed(*, provider: str, currency: str, amount: int) -> Movement:
    """The cash balance paid what no order waits for; the wallet keeps it: Dr psp, Cr psp cash."""
    return movement(
        "bank_transfer_unclaimed",
        debit(chart.psp(provider, currency), amount),
        credit(chart.psp_cash(provider, currency), amount),
    )


def receipt_matched(*, buyer_id: UUID, currency: str, amount: int) -> Movement:
    """A transfer to our own bank with a reference that we know: Dr bank, Cr the buyer's wallet."""
    return movement(
        "receipt_matched", debit(chart.bank(currency), amount), credit(chart.wallet(buyer_id, currency), amount)
    )


def wallet_applied(*, buyer_id: UUID, order_number: str, leg: int, currency: str, amount: int) -> Movement:
    """Money in the wallet pays a leg: Dr wallet, Cr escrow."""
    return movement(
        "wallet_applied",
        debit(chart.wallet(buyer_id, currency), amount),
        credit(chart.escrow(order_number, leg, currency), amount),
    )


def suspense_received(*, provider: str, currency: str, amount: int) -> Movement:
    """A receipt at our bank whose owner is unknown: Dr bank, Cr suspense."""
    return movement(
        "suspense_received", debit(chart.bank(currency), amount), credit(chart.suspense(provider, currency), amount)
    )


def suspense_resolved(*, provider: str, buyer_id: UUID, currency: str, amount: int) -> Movement:
    """Its owner was found: Dr suspense, Cr the buyer's wallet."""
    return movement(
        "suspense_resolved",
        debit(chart.suspense(provider, currency), amount),
        credit(chart.wallet(buyer_id, currency), amount),
    )


def suspense_returned(*, provider: str, currency: str, amount: int) -> Movement:
    """It was sent back to whoever sent it: Dr suspense, Cr bank."""
    return movement(
        "suspense_returned", debit(chart.suspense(provider, currency), amount), credit(chart.bank(currency), amount)
    )
