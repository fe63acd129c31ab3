"""What the provider's answer means for the market's own payouts, and for transfers that are taken back from vendors."""

from datetime import datetime
from uuid import UUID

from escrow.gateways.port import ProviderObject
from escrow.models import GatewayOperation
from marketplace.ledger import movements
from marketplace.ledger.services import post


def payout_seen(operation: GatewayOperation, at: datetime) -> None:
    """A payout to our bank exists: the provider has taken it out of our balance, whatever becomes of it."""
    movement = movements.platform_payout_sent(
        provider=operation.gateway, currency=operation.currency, amount=operation.amount_minor
    )
    post(key=_key(operation), movement=movement, at=at)


def payout_succeeded(operation: GatewayOperation, _seen: ProviderObject, at: datetime) -> None:
    """It arrived."""
    payout_seen(operation, at)
    movement = movements.platform_payout_settled(currency=operation.currency, amount=operation.amount_minor)
    post(key=f"{_key(operation)}:paid", movement=movement, at=at)


def payout_failed(operation: GatewayOperation, at: datetime) -> None:
    """It came back before it arrived, or was refused before it existed."""
    if not operation.gateway_ref:
        return
    payout_seen(operation, at)
    movement = movements.platform_payout_returned(
        provider=operation.gateway, currency=operation.currency, amount=operation.amount_minor
    )
    post(key=f"{_key(operation)}:returned", movement=movement, at=at)


def reversal_succeeded(operation: GatewayOperation, _seen: ProviderObject, at: datetime) -> None:
    """A vendor gave back what it had at the provider: it is payable again, and the next run sets off its debt."""
    movement = movements.payout_reversed(
        provider=operation.gateway,
        vendor_id=UUID(operation.destination),
        currency=operation.currency,
        amount=operation.amount_minor,
    )
    post(key=_key(operation), movement=movement, at=at)


def _key(operation: GatewayOperation) -> str:
    return f"{operation.gateway}:{operation.gateway_ref}"
