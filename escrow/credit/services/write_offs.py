"""Claims given up: at the lender's expense, with a reason, and above a limit by two people."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from escrow.credit import history, policy
from escrow.credit.models import LineObjection, WriteOff
from escrow.credit.settling import Locked, drop_units, finish, lock, release_units, take_shares
from escrow.credit.shares import Shares
from escrow.credit.states import INVOICE, ObjectionState
from marketplace.identity.policy import person
from marketplace.ledger import movements
from marketplace.ledger.services import post
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, Invalid
from marketplace.lib.money import Money
from marketplace.outbox import idempotency


_APPROVAL = ("approved_by", "approved_by_name")


class SecondPersonNeeded(Conflict):
    """The one who proposed a write-off cannot also approve it."""

    code = "second_person_needed"


def write_off(*, actor: Actor, number: str, reason: str, key: str, at: datetime) -> WriteOff:
    """Give up what is open of an invoice. Up to the limit at once; above it this proposes, and another officer's
    call of the same service approves. The operator's finance.

    Raises NotFound, NotAllowed, Invalid without a reason, SecondPersonNeeded, WrongState. Publishes InvoiceAdvanced.
    """
    if not reason.strip():
        raise Invalid.field("reason", "Say why: it is kept with the books.")
    with transaction.atomic():
        require(policy.may_write_off(actor))
        found = lock(actor, number=number)
        attempt = idempotency.begin(actor=actor, service="credit.write_off", key=key, inputs={"number": number})
        if attempt.done:
            return WriteOff.objects.get(pk=attempt.result)
        INVOICE.advance(found.invoice.state, "write_off")  # refuses a settled invoice
        made = _proposed_or_booked(actor, found, reason, at)
        attempt.finish(made.id)
    return made


def _proposed_or_booked(actor: Actor, found: Locked, reason: str, at: datetime) -> WriteOff:
    invoice, officer = found.invoice, person(actor)
    proposal = WriteOff.objects.select_for_update().filter(invoice=invoice).first()
    if proposal is None:
        proposal = WriteOff.objects.create(
            invoice=invoice, reason=reason, proposed_by_id=officer, proposed_by_name=actor.user_name, proposed_at=at
        )
        if invoice.open_minor > settings.WRITE_OFF_FOUR_EYES_MINOR:
            told: dict[str, Any] = {"amount_minor": invoice.open_minor, "currency": invoice.currency, "reason": reason}
            history.tell_invoice(actor, invoice, "write_off_proposed", at, **told)
            return proposal
    elif proposal.proposed_by_id == officer:
        limit = Money(settings.WRITE_OFF_FOUR_EYES_MINOR, invoice.currency)
        raise SecondPersonNeeded(f"You proposed this. Above {limit}, another officer has to approve it.")
    else:
        proposal.approved_by_id, proposal.approved_by_name = officer, actor.user_name
    return book_write_off(actor, found, proposal.reason, at, proposal=proposal)


def book_write_off(
    actor: Actor, found: Locked, reason: str, at: datetime, *, proposal: WriteOff | None = None
) -> WriteOff:
    """Take the claim off the books. The vendor bears its own risk; where the market lent, the market pays it out."""
    invoice, account = found.invoice, found.account
    _drop_objections(actor, found, at)
    amount, fees = invoice.open_minor, invoice.open_fees_minor
    part = take_shares(invoice, amount)
    is_ours = account.lender_id != invoice.seller_id
    post(
        key=f"invoice:{invoice.number}:writeoff",
        movement=movements.invoice_written_off(
            buyer_id=invoice.buyer_id,
            vendor_id=invoice.seller_id,
            invoice=invoice.number,
            account=account.number,
            currency=invoice.currency,
            net=0 if is_ours else part.terms,
            commission=part.commission + part.commission_tax,
            bad_debt=part.terms if is_ours else 0,
        ),
        order_id=found.order.id,
        at=at,
    )
    if fees:
        post(
            key=f"invoice:{invoice.number}:waived",
            movement=movements.late_fee_waived(buyer_id=invoice.buyer_id, currency=invoice.currency, amount=fees),
            order_id=found.order.id,
            at=at,
        )
    if is_ours:
        _pay_vendor(found, amount, part.terms, at)
    else:
        drop_units(found, amount)
    invoice.written_off_minor += amount
    invoice.fees_settled_minor += fees
    invoice.save(update_fields=["written_off_minor", "fees_settled_minor"])
    account.limit_minor = max(account.limit_minor - amount, 0)  # what is lost is not granted again
    account.save(update_fields=["limit_minor"])
    made = proposal or WriteOff.objects.create(
        invoice=invoice, reason=reason, proposed_by_name=actor.user_name, proposed_at=at
    )
    made.principal_minor, made.fees_minor, made.booked_at = amount, fees, at
    made.bad_debt_minor = part.terms if is_ours else 0
    made.save(update_fields=["principal_minor", "fees_minor", "booked_at", "bad_debt_minor", *_APPROVAL])
    told: dict[str, Any] = {"amount_minor": amount, "currency": invoice.currency, "reason": reason}
    finish(actor, found, "write_off", at, **told)
    return made


def _pay_vendor(found: Locked, amount: int, net: int, at: datetime) -> None:
    """The market lent, so the vendor gets its share as if the buyer had paid; the commission is given up."""
    invoice = found.invoice
    post(
        key=f"invoice:{invoice.number}:advanced",
        movement=movements.terms_advanced(
            vendor_id=invoice.seller_id, invoice=invoice.number, currency=invoice.currency, net=net
        ),
        order_id=found.order.id,
        at=at,
    )
    drop_units(found, amount - net)
    release_units(found, net, Shares(terms=net, commission=0, commission_tax=0), at)


def _drop_objections(actor: Actor, found: Locked, at: datetime) -> None:
    LineObjection.objects.filter(invoice=found.invoice, state=ObjectionState.OPEN).update(
        state=ObjectionState.REJECTED, answer="Written off", answered_by_name=actor.user_name, answered_at=at
    )
    found.invoice.objected_minor = 0
    found.invoice.save(update_fields=["objected_minor"])
