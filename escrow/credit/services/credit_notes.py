"""Invoices are corrected by credit notes, and disputed line by line; the lines themselves never change."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from escrow.credit import policy
from escrow.credit.machinery import history
from escrow.credit.machinery.notes import told_of, write_note
from escrow.credit.machinery.settling import finish, lock
from escrow.credit.models import CreditNote, Invoice, InvoiceLine, LineObjection
from escrow.credit.states import OPEN_INVOICES, NoteReason, ObjectionState
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, Invalid, NotFound
from marketplace.lib.money import Money
from marketplace.outbox import idempotency


def issue_credit_note(*, actor: Actor, number: str, amount_minor: int, text: str, key: str, at: datetime) -> CreditNote:
    """Take back ``amount_minor`` (tax contained) of an unpaid invoice. The seller's finance or the operator.

    Raises NotFound, NotAllowed, Invalid for more than is open and not disputed, or without a reason. Publishes
    InvoiceAdvanced.
    """
    if not text.strip():
        raise Invalid.field("text", "Say why: the buyer reads it, and so does the tax office.")
    with transaction.atomic():
        found = lock(actor, number=number)
        require(policy.may_credit_invoice(actor, found.invoice))
        inputs = {"number": number, "amount": amount_minor, "text": text}
        attempt = idempotency.begin(actor=actor, service="credit.issue_credit_note", key=key, inputs=inputs)
        if attempt.done:
            return CreditNote.objects.get(pk=attempt.result)
        note = write_note(actor, found, amount_minor, NoteReason.CORRECTION, text, at)
        finish(actor, found, "credit", at, part="credit_part", note=note.number, **told_of(note))
        attempt.finish(note.id)
    return note


def object_to_line(
    *, actor: Actor, number: str, position: int, amount_minor: int, reason: str, key: str, at: datetime
) -> LineObjection:
    """Dispute an amount of one line of an open invoice: only that amount waits. The buyer's purchasers and finance.

    Raises NotFound, NotAllowed, Invalid for more than the line or the open amount, Conflict for a second one.
    """
    if not reason.strip():
        raise Invalid.field("reason", "Say what is wrong with this line.")
    with transaction.atomic():
        found = lock(actor, number=number)
        invoice = found.invoice
        require(policy.may_object(actor, invoice))
        inputs = {"number": number, "position": position, "amount": amount_minor}
        attempt = idempotency.begin(actor=actor, service="credit.object_to_line", key=key, inputs=inputs)
        if attempt.done:
            return LineObjection.objects.get(pk=attempt.result)
        line = InvoiceLine.objects.filter(invoice=invoice, position=position).first()
        if line is None:
            raise NotFound
        _refuse_objection(invoice, line, amount_minor)
        made = LineObjection.objects.create(
            invoice=invoice, line=line, amount_minor=amount_minor, reason=reason, raised_by_name=actor.user_name,
            raised_at=at,
        )  # fmt: skip
        invoice.objected_minor += amount_minor
        invoice.save(update_fields=["objected_minor"])
        history.tell_invoice(
            actor, invoice, "object", at, line=position, amount_minor=amount_minor, currency=invoice.currency,
            reason=reason,
        )  # fmt: skip
        attempt.finish(made.id)
    return made


def _refuse_objection(invoice: Invoice, line: InvoiceLine, amount_minor: int) -> None:
    if invoice.state not in OPEN_INVOICES:
        raise Conflict(f"{invoice.number} is settled. Report a problem with the order instead.")
    if LineObjection.objects.filter(line=line, state=ObjectionState.OPEN).exists():
        raise Conflict("This line is disputed already. Withdraw that first, or wait for the answer.")
    most = min(line.gross_minor, invoice.open_minor - invoice.objected_minor)
    if not 0 < amount_minor <= most:
        raise Invalid.field("amount", f"Between 0 and {Money(most, invoice.currency)} of this line can be disputed.")


def answer_objection(
    *, actor: Actor, number: str, objection_id: UUID, is_upheld: bool, answer: str, key: str, at: datetime
) -> LineObjection:
    """Credit a disputed amount (the seller's finance or the operator), or make it due again (these, or who disputed).

    Raises NotFound, NotAllowed, Invalid without an answer, Conflict once answered.
    """
    if not answer.strip():
        raise Invalid.field("answer", "Say why: the other side reads it.")
    with transaction.atomic():
        found = lock(actor, number=number)
        seller = policy.may_credit_invoice(actor, found.invoice)
        require(seller or (not is_upheld and policy.may_object(actor, found.invoice)))
        inputs = {"objection": objection_id, "upheld": is_upheld}
        attempt = idempotency.begin(actor=actor, service="credit.answer_objection", key=key, inputs=inputs)
        objection = LineObjection.objects.select_for_update().filter(pk=objection_id, invoice=found.invoice).first()
        if objection is None:
            raise NotFound
        if attempt.done:
            return objection
        if objection.state != ObjectionState.OPEN:
            raise Conflict("This was answered already.")
        objection.state = ObjectionState.UPHELD if is_upheld else ObjectionState.REJECTED
        objection.answer, objection.answered_by_name, objection.answered_at = answer, actor.user_name, at
        objection.save(update_fields=["state", "answer", "answered_by_name", "answered_at"])
        found.invoice.objected_minor -= objection.amount_minor
        found.invoice.save(update_fields=["objected_minor"])
        told: dict[str, Any] = {
            "amount_minor": objection.amount_minor,
            "currency": found.invoice.currency,
            "answer": answer,
        }
        if is_upheld:
            note = write_note(actor, found, objection.amount_minor, NoteReason.DISPUTE, objection.reason, at)
            finish(actor, found, "credit", at, part="credit_part", note=note.number, **told)
        else:
            history.tell_invoice(actor, found.invoice, "object_rejected", at, **told)
        attempt.finish(objection.id)
    return objection
