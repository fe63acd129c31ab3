"""Claims given up: at the lender's expense, with a reason, and above a limit by two people."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from escrow.credit import policy
from escrow.credit.machinery import history
from escrow.credit.machinery.claims import book_write_off
from escrow.credit.machinery.settling import Locked, lock
from escrow.credit.models import WriteOff
from escrow.credit.states import INVOICE
from marketplace.identity.policy import person
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, Invalid
from marketplace.lib.money import Money
from marketplace.outbox import idempotency


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
