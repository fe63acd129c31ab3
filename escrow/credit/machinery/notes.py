"""A credit note comes to be: the paper, its number and its entry in the ledger."""

from datetime import datetime
from typing import Any

from escrow.credit.machinery import numbering
from escrow.credit.machinery.settling import Locked, drop_units, take_shares
from escrow.credit.models import CreditNote
from escrow.credit.states import NoteReason
from escrow.credit.taxes import contained
from marketplace.ledger import movements
from marketplace.ledger.services import note_order, post
from marketplace.lib.actor import Actor
from marketplace.lib.errors import Invalid
from marketplace.lib.money import Money


def write_note(
    actor: Actor, found: Locked, amount_minor: int, reason: NoteReason, text: str, at: datetime
) -> CreditNote:
    """The paper and its entry, without the invoice's step. Raises Invalid for more than is open and undisputed."""
    invoice = found.invoice
    free = invoice.open_minor - invoice.objected_minor
    if not 0 < amount_minor <= free:
        raise Invalid.field(
            "amount", f"Between 0 and {Money(free, invoice.currency)} of {invoice.number} can be credited."
        )
    part = take_shares(invoice, amount_minor)
    tax = contained(amount_minor, invoice.tax_rate_bp)
    note = CreditNote.objects.create(
        number=numbering.next_number(invoice.seller, numbering.CREDIT_NOTES, at.year),
        invoice=invoice,
        reason=reason,
        text=text,
        currency=invoice.currency,
        net_minor=amount_minor - tax,
        tax_minor=tax,
        total_minor=amount_minor,
        issue_date=at.date(),
        issued_by_name=actor.user_name,
        issued_at=at,
    )
    post(
        key=f"credit-note:{note.number}",
        movement=movements.invoice_credited(
            buyer_id=invoice.buyer_id,
            vendor_id=invoice.seller_id,
            invoice=invoice.number,
            account=found.account.number,
            currency=invoice.currency,
            net=part.terms,
            commission=part.commission + part.commission_tax,
        ),
        order_id=found.order.id,
        at=at,
    )
    invoice.credited_minor += amount_minor
    invoice.save(update_fields=["credited_minor"])
    drop_units(found, amount_minor)
    note_order(
        actor=actor, order_id=found.order.id, kind="credit_note", body={"number": note.number, **told_of(note)}, at=at
    )
    return note


def told_of(note: CreditNote) -> dict[str, Any]:
    """What the diaries say of a note."""
    return {"amount_minor": note.total_minor, "currency": note.currency, "why": note.text}
