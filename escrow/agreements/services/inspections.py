"""Inspection before dispatch: both sides agree on what is measured, the buyer appoints who measures."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from escrow.agreements import inspecting, links, machinery, policy
from escrow.agreements.models import Inspection
from escrow.agreements.spec import SpecItem, checked, spec_hash, to_json
from escrow.agreements.states import INSPECTION
from escrow.machinery import schedule, timers
from marketplace.identity.events import MailQueued
from marketplace.ledger import queries as ledger
from marketplace.ledger.states import HELD_STATES
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, Invalid, NotFound
from marketplace.lib.state import WrongState
from marketplace.outbox import idempotency
from marketplace.outbox.publishing import publish

if TYPE_CHECKING:
    pass

SPEC_DAYS = timedelta(days=14)


def open_inspection(*, actor: Actor, order_number: str, key: str, at: datetime) -> Inspection:
    """Ask for an inspection before dispatch; its specification begins with the ordered quantities.

    The buyer, or the machine where the contract requires one. From now on nothing is shipped without it.
    Raises NotFound, NotAllowed, WrongState once goods have left. Publishes OrderAdvanced.
    """
    with transaction.atomic():
        order = ledger.get_order(actor, order_number)
        require(policy.may_appoint(actor, order) or policy.may_run_machinery(actor))
        attempt = idempotency.begin(
            actor=actor, service="agreements.open_inspection", key=key, inputs={"order": order_number}
        )
        if attempt.done:
            return Inspection.objects.get(pk=attempt.result)
        order = schedule.ensure(order.id)
        found = Inspection.objects.filter(order=order).first()
        if found is None:
            if order.state not in HELD_STATES or machinery.is_dispatched(order):
                raise WrongState("An inspection before dispatch is asked for between payment and dispatch.")
            items = inspecting.default_items(order)
            found = Inspection.objects.create(
                order=order, spec=to_json(items), spec_hash=spec_hash(order.number, items), opened_at=at
            )
            timers.start(order_id=order.id, name="INSPECTION_SPEC", due_at=at + SPEC_DAYS, subject=found.ref)
            inspecting.tell(actor, found, "opened", at)
        attempt.finish(found.id)
    return found


def edit_spec(*, actor: Actor, order_number: str, items: Sequence[SpecItem], key: str, at: datetime) -> Inspection:
    """Change what is measured; the editor's side agrees to it, the other has to agree anew. Those who may bind a side.

    Raises NotFound, NotAllowed, Invalid, WrongState once it is agreed. Publishes OrderAdvanced.
    """
    with transaction.atomic():
        row, side = _begin(actor, order_number)
        inputs = {"order": order_number, "items": to_json(items)}
        attempt = idempotency.begin(actor=actor, service="agreements.edit_spec", key=key, inputs=inputs)
        if attempt.done:
            return row
        row = _locked(row)
        row.state = INSPECTION.advance(row.state, "edit")
        kept = checked(items)
        row.spec, row.spec_hash = to_json(kept), spec_hash(order_number, kept)
        row.buyer_hash = row.spec_hash if side == "buyer" else ""
        row.vendor_hash = row.spec_hash if side == "vendor" else ""
        row.save(update_fields=["state", "spec", "spec_hash", "buyer_hash", "vendor_hash"])
        inspecting.tell(actor, row, "edited", at)
        attempt.finish(row.id)
    return row


def agree_spec(*, actor: Actor, order_number: str, shown_hash: str, key: str, at: datetime) -> Inspection:
    """Agree to the specification as it was shown; when both sides have, it is fixed. Those who may bind a side.

    Raises NotFound, NotAllowed, Conflict if it has changed, WrongState. Publishes OrderAdvanced.
    """
    with transaction.atomic():
        row, side = _begin(actor, order_number)
        inputs = {"order": order_number, "hash": shown_hash}
        attempt = idempotency.begin(actor=actor, service="agreements.agree_spec", key=key, inputs=inputs)
        if attempt.done:
            return row
        row = _locked(row)
        INSPECTION.advance(row.state, "agree")
        if row.spec_hash != shown_hash:
            raise Conflict("The specification has changed since you saw it. Reload the page and read it again.")
        if side == "buyer":
            row.buyer_hash = shown_hash
        else:
            row.vendor_hash = shown_hash
        row.save(update_fields=["buyer_hash", "vendor_hash"])
        if row.buyer_hash == row.vendor_hash == row.spec_hash:
            inspecting.take(actor, row, "agree", at)
        attempt.finish(row.id)
    return row


def appoint_inspector(
    *, actor: Actor, order_number: str, inspector: str, email: str, place: str, for_at: datetime, key: str, at: datetime
) -> Inspection:
    """Appoint who measures, where and when; the inspector gets a link by mail and needs no account. The buyer.

    A new appointment ends the link of the one before. Raises NotFound, NotAllowed, Invalid for a day that has
    passed, WrongState. Publishes OrderAdvanced, MailQueued.
    """
    with transaction.atomic():
        row, _ = _begin(actor, order_number)
        require(policy.may_appoint(actor, row.order))
        inputs = {"order": order_number, "inspector": inspector, "email": email, "for_at": for_at}
        attempt = idempotency.begin(actor=actor, service="agreements.appoint_inspector", key=key, inputs=inputs)
        if attempt.done:
            return row
        row = _locked(row)
        INSPECTION.advance(row.state, "appoint")
        if for_at <= at:
            raise Invalid.field("for_at", "Choose a time in the future.")
        row.appointment_no += 1
        row.inspector, row.email, row.place, row.appointed_for = inspector, email, place, for_at
        row.save(update_fields=["appointment_no", "inspector", "email", "place", "appointed_for"])
        inspecting.take(actor, row, "appoint", at)
        publish(MailQueued(to=email, subject=_subject(row), body=_letter(row)))
        attempt.finish(row.id)
    return row


def waive_inspection(*, actor: Actor, order_number: str, reason: str, key: str, at: datetime) -> Inspection:
    """Do without the inspection: the goods may leave. The buyer. Raises NotFound, NotAllowed, WrongState."""
    with transaction.atomic():
        row, _ = _begin(actor, order_number)
        require(policy.may_appoint(actor, row.order))
        inputs = {"order": order_number, "reason": reason}
        attempt = idempotency.begin(actor=actor, service="agreements.waive_inspection", key=key, inputs=inputs)
        if attempt.done:
            return row
        row = _locked(row)
        inspecting.take(actor, row, "waive", at)
        attempt.finish(row.id)
    return row


def report_rework(*, actor: Actor, order_number: str, note: str, key: str, at: datetime) -> Inspection:
    """Report that what failed is put right; the buyer appoints another inspection. The supplier.

    Raises NotFound, NotAllowed, WrongState. Publishes OrderAdvanced.
    """
    with transaction.atomic():
        row, _ = _begin(actor, order_number)
        require(policy.may_rework(actor, row.order))
        inputs = {"order": order_number, "note": note}
        attempt = idempotency.begin(actor=actor, service="agreements.report_rework", key=key, inputs=inputs)
        if attempt.done:
            return row
        row = _locked(row)
        inspecting.take(actor, row, "rework", at)
        attempt.finish(row.id)
    return row


@timers.rings("INSPECTION_SPEC")
def adopt_spec(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """The sides did not agree in fourteen days: the specification as it stands holds."""
    _ring(actor, order_id, "adopt", at)


@timers.rings("INSPECTION_APPOINT")
def forgo_inspection(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """The buyer appointed nobody for fourteen days: the goods may leave."""
    _ring(actor, order_id, "forgo", at)


@timers.rings("INSPECTION_REPORT")
def miss_appointment(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """Five days after the appointment there is no report: another one has to be made."""
    _ring(actor, order_id, "miss", at)


@timers.rings("INSPECTION_REWORK")
def reject_goods(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """What failed was not put right in three weeks: the goods are rejected, the buyer may cancel without a fee."""
    _ring(actor, order_id, "reject", at)


def _ring(actor: Actor, order_id: UUID, action: str, at: datetime) -> None:
    require(policy.may_run_machinery(actor))
    schedule.ensure(order_id)
    row = Inspection.objects.locked(order_id=order_id).select_related("order").first()
    if row is None:
        raise NotFound
    inspecting.take(actor, row, action, at)


def _begin(actor: Actor, order_number: str) -> tuple[Inspection, str]:
    order = ledger.get_order(actor, order_number)
    side = policy.side_of(actor, order)
    require(bool(side))
    row = Inspection.objects.filter(order=order).select_related("order__buyer", "order__vendor").first()
    if row is None:
        raise NotFound
    return row, side


def _locked(row: Inspection) -> Inspection:
    schedule.ensure(row.order_id)
    locked: Inspection = Inspection.objects.locked(pk=row.pk).select_related("order__buyer", "order__vendor").get()
    return locked


def _subject(row: Inspection) -> str:
    return f"Inspection for {row.order.number} on {row.appointed_for:%-d %B %Y}"


def _letter(row: Inspection) -> str:
    return (
        f"{row.order.buyer.name} asks you to inspect goods of {row.order.vendor.name} before they leave.\n\n"
        f"When: {row.appointed_for:%-d %B %Y, %H:%M} UTC\nWhere: {row.place}\n"
        f"Against: {len(row.spec)} requirements\n\n"
        f"Report here; you need no account, and the link is yours alone:\n{links.absolute(row)}\n"
    )
