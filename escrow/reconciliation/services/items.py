"""A person answers for a line that does not match."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from escrow.reconciliation import policy
from escrow.reconciliation.matching import Verdict
from escrow.reconciliation.models import ReconciliationItem
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, Invalid, NotFound
from marketplace.outbox import idempotency


class NothingToResolve(Conflict):
    """The line matches, or somebody has answered for it."""

    code = "nothing_to_resolve"


def resolve_item(*, actor: Actor, item_id: UUID, why: str, key: str, at: datetime) -> ReconciliationItem:
    """Close an open item with a reason. It moves no money: a correction is booked by its own service first.

    The operator's finance, in person. A later run that finds another difference opens the item again. Raises NotFound,
    NotAllowed, Invalid without a reason, NothingToResolve.
    """
    why = why.strip()
    with transaction.atomic():
        require(policy.may_resolve_item(actor))
        attempt = idempotency.begin(
            actor=actor, service="reconciliation.resolve_item", key=key, inputs={"item": item_id, "why": why}
        )
        item = ReconciliationItem.objects.locked().filter(pk=item_id).first()
        if item is None:
            raise NotFound
        if attempt.done:
            return item
        if not why:
            raise Invalid.field("why", "Say what the difference is and what became of it.")
        if item.verdict == Verdict.MATCHED.value or item.resolved_at:
            raise NothingToResolve("This line is settled already. Reload the page to see by whom.")
        item.why, item.resolved_at, item.resolved_by_name = why[:300], at, actor.user_name
        item.save(update_fields=["why", "resolved_at", "resolved_by_name"])
        attempt.finish(item.id)
    return item
