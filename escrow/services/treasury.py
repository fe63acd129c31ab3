"""The market's own money at the provider goes to its bank, and money that vendors owe is taken back from transfers."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from escrow import policy
from escrow.machinery.reservations import reserve_platform_payout, reserve_reversal
from escrow.models import GatewayOperation
from escrow.states import OperationKind, OperationState
from marketplace.ledger import queries as ledger
from marketplace.ledger.services import require_covered_payout
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Invalid
from marketplace.outbox import idempotency


def pay_out_own_money(*, actor: Actor, currency: str, amount_minor: int, key: str, at: datetime) -> GatewayOperation:
    """Send the market's own money (minor units) from the provider to its bank.

    The operator's finance and administrators. Only what is not needed to cover everything that is held for buyers and
    vendors. Raises NotAllowed, Invalid, NotCovered. Publishes OperationReserved.
    """
    with transaction.atomic():
        require(policy.may_move_money(actor))
        inputs = {"currency": currency, "amount": amount_minor}
        attempt = idempotency.begin(actor=actor, service="escrow.pay_out_own_money", key=key, inputs=inputs)
        if attempt.done:
            return GatewayOperation.objects.get(pk=attempt.result)
        if amount_minor < 1:
            raise Invalid.field("amount", "Say how much.")
        require_covered_payout(currency=currency, amount_minor=amount_minor + _under_way(currency))
        operation = reserve_platform_payout(actor=actor, amount_minor=amount_minor, currency=currency, at=at)
        attempt.finish(operation.id)
    return operation


def _under_way(currency: str) -> int:
    """Own payouts that were ordered and that the provider has not taken out of our balance yet."""
    open_ones = GatewayOperation.objects.unsettled().filter(
        kind=OperationKind.PLATFORM_PAYOUT, currency=currency, gateway_ref__isnull=True
    )
    return open_ones.aggregate(total=Sum("amount_minor"))["total"] or 0


def claw_back_debts(*, actor: Actor, at: datetime) -> int:
    """Take what vendors owe us back from their newest transfers, as far as they still have it; returns how many.

    The machine, or the operator's finance. A transfer is tried once: what the vendor has spent stays its debt and is
    set off against later payouts. Raises NotAllowed. Publishes OperationReserved.
    """
    require(policy.may_move_money(actor))
    return sum(_claw_back(actor, vendor_id, currency, owed, at) for vendor_id, currency, owed in ledger.vendor_debts())


def _claw_back(actor: Actor, vendor_id: UUID, currency: str, owed: int, at: datetime) -> int:
    left, count = owed, 0
    with transaction.atomic():
        for transfer in _untried_transfers(vendor_id, currency):
            taken = min(left, transfer.amount_minor)
            if taken:
                reserve_reversal(actor=actor, transfer=transfer, amount_minor=taken, at=at)
                left, count = left - taken, count + 1
    return count


def _untried_transfers(vendor_id: UUID, currency: str) -> list[GatewayOperation]:
    """The vendor's transfers without a reversal, the newest first; none while a reversal is under way."""
    own = GatewayOperation.objects.filter(destination=str(vendor_id), currency=currency)
    reversals = own.filter(kind=OperationKind.REVERSAL)
    if reversals.unsettled().exists():
        return []
    transfers = own.filter(kind=OperationKind.TRANSFER, state=OperationState.SUCCEEDED, gateway_ref__isnull=False)
    tried = reversals.values_list("source_ref", flat=True)
    return list(transfers.exclude(gateway_ref__in=tried).select_for_update().order_by("-settled_at", "-id"))
