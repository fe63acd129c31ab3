"""How a return ends once the verdict stands: paid, owed in goods, or completed. The row is locked."""

from datetime import datetime

from escrow.returns import arithmetic
from escrow.returns.machinery import holding, steps
from escrow.returns.models import Return
from escrow.returns.states import IN_MONEY
from marketplace.lib.actor import Actor

PAID = ("frozen_minor", "refunded_minor")


def owed(row: Return) -> dict[str, str]:
    """{position: pieces} that proved the claim and are to be replaced or repaired."""
    counts = {line.line.position: arithmetic.confirmed_of(line.outcomes) for line in row.lines.select_related("line")}
    return {str(position): str(count) for position, count in counts.items() if count}


def settle(actor: Actor, row: Return, at: datetime) -> Return:
    """The verdict stands: pay it, or owe it in goods; if nothing proved the claim, the supplier keeps its money."""
    if row.remedy in IN_MONEY or not owed(row):
        return pay(actor, row, "settle", holding.due(row) if row.remedy in IN_MONEY else 0, at)
    return steps.take(actor=actor, row=row, action="owe", at=at, waiting_for="vendor")


def pay(actor: Actor, row: Return, action: str, due_minor: int, at: datetime) -> Return:
    """End by ``action`` with ``due_minor`` to the buyer."""
    holding.pay(actor, row, due_minor, at)
    body = {"refunded_minor": due_minor}
    return steps.take(actor=actor, row=row, action=action, at=at, body=body, changed=PAID)


def complete(actor: Actor, row: Return, at: datetime) -> Return:
    """The buyer has the replacement or the repaired goods: what was held for them goes to the supplier."""
    sent = row.sent_back
    sent.confirmed_at = at
    sent.save(update_fields=["confirmed_at"])
    return pay(actor, row, "confirm", 0, at)


def free(actor: Actor, row: Return, action: str, at: datetime) -> Return:
    """End by ``action`` without a remedy."""
    holding.free(actor, row, at)
    return steps.take(actor=actor, row=row, action=action, at=at, changed=("frozen_minor",))
