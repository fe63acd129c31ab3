"""Money of a buyer at the provider: paid by card straight into our balance, or by bank transfer in two steps.

A bank transfer first fills the buyer's cash balance (and the wallet in our books), and pays from there when it is
enough. Both steps may be told of in any order: each receipt is keyed by the provider's own id and booked once.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from escrow.gateways.port import CashReceipt, ProviderObject
from escrow.models import GatewayOperation
from marketplace.ledger import movements
from marketplace.ledger.movements import Movement
from marketplace.ledger.services import post

if TYPE_CHECKING:
    from marketplace.ledger.models import Order


def book(*, provider: str, buyer_id: UUID, receipts: Iterable[CashReceipt], at: datetime) -> None:
    """Book bank transfers that arrived for a buyer, in the caller's transaction; a second time changes nothing."""
    for receipt in receipts:
        movement = movements.bank_transfer_received(
            provider=provider, buyer_id=buyer_id, currency=receipt.currency, amount=receipt.amount_minor
        )
        post(key=f"{provider}:{receipt.ref}", movement=movement, at=at)


def of_leg(operation: GatewayOperation, seen: ProviderObject, order: "Order", leg_no: int) -> Movement:
    """A payment that an order waits for goes into escrow."""
    if seen.by_bank_transfer:
        return movements.bank_transfer_applied(
            provider=operation.gateway,
            buyer_id=order.buyer_id,
            order_number=order.number,
            leg=leg_no,
            currency=operation.currency,
            amount=operation.amount_minor,
        )
    return movements.payment_received(
        provider=operation.gateway,
        order_number=order.number,
        leg=leg_no,
        currency=operation.currency,
        amount=operation.amount_minor,
    )


def unclaimed(operation: GatewayOperation, seen: ProviderObject, order: "Order") -> Movement:
    """A payment that no order waits for goes into the wallet, where a bank transfer has been since it arrived."""
    provider, currency, amount = operation.gateway, operation.currency, operation.amount_minor
    if seen.by_bank_transfer:
        return movements.bank_transfer_unclaimed(provider=provider, currency=currency, amount=amount)
    return movements.payment_unclaimed(provider=provider, buyer_id=order.buyer_id, currency=currency, amount=amount)
