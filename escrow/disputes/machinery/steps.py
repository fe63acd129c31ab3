"""Taking a step of a case: locks in the right order, the table of states, the clocks, both timelines, the fact."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db.models import Max

from escrow.disputes import journey
from escrow.disputes.events import CaseAdvanced
from escrow.disputes.machinery import clocks
from escrow.disputes.models import Case, CaseEvent
from escrow.disputes.policy import side_of
from escrow.disputes.states import CASE, CaseState
from marketplace.ledger.services import lock_order, note_order
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound
from marketplace.outbox.publishing import publish
from messaging import queries as messaging
from messaging import services as threads

SYSTEM = Actor.for_system("escrow.disputes")
_STAMPS = {CaseState.ESCALATED: "escalated_at", CaseState.DECIDED: "decided_at"}


def find(actor: Actor, number: str) -> Case:
    """The case with its order and both sides, unlocked. Raises NotFound if absent or invisible."""
    rows = Case.objects.visible_to(actor).select_related("order__buyer", "order__vendor")
    case = rows.filter(number=number).first()
    if case is None:
        raise NotFound
    return case


def begin(*, actor: Actor, number: str, action: str, at: datetime) -> Case:
    """Lock the order, then the case, if ``action`` is possible. Raises NotFound, WrongState.

    Steps that matter to the whole order are also told on the order's timeline.
    """
    seen = find(actor, number)
    CASE.advance(seen.state, action)
    if action in journey.TOLD:
        note_order(actor=actor, order_id=seen.order_id, kind="case", body={"case": number, "action": action}, at=at)
    case = locked(seen)
    CASE.advance(case.state, action)
    return case


def locked(seen: Case) -> Case:
    """The case read again under the locks of its order and its own."""
    lock_order(seen.order_id)
    return Case.objects.locked(pk=seen.pk).select_related("order__buyer", "order__vendor").get()


def take(
    *,
    actor: Actor,
    case: Case,
    action: str,
    at: datetime,
    body: Mapping[str, Any] | None = None,
    changed: tuple[str, ...] = (),
) -> Case:
    """The step itself: ``case`` is locked, ``changed`` are fields that the caller has set. Publishes CaseAdvanced."""
    before, case.state = case.state, CASE.advance(case.state, action)
    fields = {"state", *changed}
    if case.state != before:
        clocks.halt(case, at)
        stamp = "closed_at" if case.state in CASE.ends else _STAMPS.get(CaseState(case.state))
        if stamp:
            setattr(case, stamp, at)
            fields.add(stamp)
    case.save(update_fields=sorted(fields))
    if case.state != before:
        clocks.wind(case, at)
    tell(actor=actor, case=case, action=action, at=at, body=body)
    return case


def tell(*, actor: Actor, case: Case, action: str, at: datetime, body: Mapping[str, Any] | None = None) -> None:
    """A line on the case's timeline, a notice in its conversation, and the fact for whoever looks."""
    last = case.events.aggregate(last=Max("seq"))["last"] or 0
    event = CaseEvent.objects.create(
        case=case, seq=last + 1, kind=action, side=side_of(actor, case.order) or "system",
        actor_name=actor.user_name, body=dict(body or {}), at=at,
    )  # fmt: skip
    if case.thread_code:
        _notice(case, event)
    publish(
        CaseAdvanced(
            case_id=case.id, number=case.number, order_number=case.order.number, buyer_id=case.order.buyer_id,
            vendor_id=case.order.vendor_id, action=action, state=case.state,
        )
    )  # fmt: skip


def _notice(case: Case, event: CaseEvent) -> None:
    title, detail = journey.event_words(event.kind, event.body, case.order.currency)
    words = f"{title} by {event.actor_name}" if event.side != "system" else title
    thread = messaging.get_thread(SYSTEM, case.thread_code).thread
    text = f"{words}: {detail}" if detail else words
    threads.append(
        actor=SYSTEM, thread_id=thread.id, kind="notice", body={"text": text}, client_id=uuid4(), at=event.at
    )
