"""Operations at the provider as the runner and an operator handle them; the phases are in ``escrow.machinery``."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from escrow import policy
from escrow.machinery import runner
from escrow.models import GatewayOperation
from escrow.states import OPERATION
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import NotFound


def run_operation(*, actor: Actor, operation_id: UUID, at: datetime) -> GatewayOperation:
    """Bring one operation a step forward: look it up or send it, and book the answer.

    The runner, or the operator's finance. Does nothing if the operation is final or leased by another.
    Opens its own three transactions: RuntimeError inside one. Raises NotAllowed, NotFound. Publishes
    OperationSettled at the end of the operation.
    """
    require(policy.may_move_money(actor))
    return runner.run(operation_id, at)


def retry_operation(*, actor: Actor, operation_id: UUID, at: datetime) -> GatewayOperation:
    """Give an operation that waits for an operator back to the runner. Operators with ``money.move``.

    Raises NotFound, NotAllowed, WrongState.
    """
    with transaction.atomic():
        require(policy.may_move_money(actor))
        operation = GatewayOperation.objects.locked(pk=operation_id).first()
        if operation is None:
            raise NotFound
        operation.state = OPERATION.advance(operation.state, "retry")
        operation.next_attempt_at, operation.unanswered = at, 0
        operation.save(update_fields=["state", "next_attempt_at", "unanswered"])
    return operation
