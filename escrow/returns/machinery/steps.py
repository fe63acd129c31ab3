"""Taking a step of a return: locks in the right order, the table of states, the clocks, the two timelines, the fact."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Max

from escrow.returns.events import ReturnAdvanced
from escrow.returns.machinery import clocks
from escrow.returns.models import Return, ReturnEvent
from escrow.returns.policy import side_of
from escrow.returns.states import RETURN, ReturnState
from marketplace.ledger.services import lock_order, note_order
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound
from marketplace.outbox.publishing import publish

if TYPE_CHECKING:
    pass

_STAMPS = {
    ReturnState.AUTHORISED: "authorised_at",
    ReturnState.IN_TRANSIT: "shipped_at",
    ReturnState.RECEIVED: "received_at",
    ReturnState.VERDICT: "judged_at",
}

TOLD = frozenset({
    "authorise", "refuse", "abandon", "withdraw", "escalate", "silence", "lapse", "lose", "settle", "default",
    "confirm", "decide", "force",
})  # fmt: skip
"""Steps that the order's timeline tells; "settle" also stands for a verdict that is accepted."""


def find(actor: Actor, number: str) -> Return:
    """The return with its order and both sides, unlocked. Raises NotFound if absent or invisible."""
    rows = Return.objects.visible_to(actor).select_related("order__buyer", "order__vendor", "unit")
    row = rows.filter(number=number).first()
    if row is None:
        raise NotFound
    return row


def locked(row: Return) -> Return:
    """``row`` read again under its lock; the caller has locked the order before."""
    return Return.objects.locked(pk=row.pk).select_related("order__buyer", "order__vendor", "unit").get()


def note(*, actor: Actor, row: Return, kind: str, at: datetime, body: Mapping[str, Any] | None = None) -> None:
    """A line on the return's own timeline."""
    last = row.events.aggregate(last=Max("seq"))["last"] or 0
    ReturnEvent.objects.create(
        of=row, seq=last + 1, kind=kind, side=side_of(actor, row.order) or "operator",
        actor_name=actor.user_name, body=dict(body or {}), at=at,
    )  # fmt: skip


def begin(*, actor: Actor, number: str, action: str, at: datetime) -> Return:
    """Lock the order, then the return, if ``action`` is possible. Raises NotFound, WrongState.

    Steps that matter to the order, not only to the return, are also told on the order's timeline.
    """
    seen = find(actor, number)
    RETURN.advance(seen.state, action)
    if action in TOLD:
        body = {"return": number, "action": action}
        note_order(actor=actor, order_id=seen.order_id, kind="return", body=body, at=at)
    else:
        lock_order(seen.order_id)
    row = locked(seen)
    RETURN.advance(row.state, action)
    return row


def take(
    *,
    actor: Actor,
    row: Return,
    action: str,
    at: datetime,
    body: Mapping[str, Any] | None = None,
    waiting_for: str = "",
    changed: tuple[str, ...] = (),
) -> Return:
    """The step itself: ``row`` is locked, ``changed`` are fields that the caller has set. Publishes ReturnAdvanced."""
    before, row.state = row.state, RETURN.advance(row.state, action)
    fields = {"state", "waiting_for", *changed}
    row.waiting_for = waiting_for
    if row.state != before or action == "counter":
        clocks.halt(row, at)
        row.nudged_at = None
        fields.add("nudged_at")
        stamp = "closed_at" if row.state in RETURN.ends else _STAMPS.get(ReturnState(row.state))
        if stamp:
            setattr(row, stamp, at)
            fields.add(stamp)
        clocks.wind(row, at)
    row.save(update_fields=sorted(fields))
    announce(actor=actor, row=row, action=action, at=at, body=body)
    return row


def announce(*, actor: Actor, row: Return, action: str, at: datetime, body: Mapping[str, Any] | None = None) -> None:
    """Write the step on the return's timeline and publish it."""
    note(actor=actor, row=row, kind=action, at=at, body=body)
    publish(
        ReturnAdvanced(
            return_id=row.id, number=row.number, order_id=row.order_id, order_number=row.order.number,
            buyer_id=row.order.buyer_id, vendor_id=row.order.vendor_id, action=action, state=row.state,
        )
    )  # fmt: skip
