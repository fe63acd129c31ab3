"""The clocks of unpaid invoices: reminder, hold, collection, write-off. Each starts the next."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from escrow.credit import policy
from escrow.credit.machinery import history
from escrow.credit.machinery.accounts import move_account
from escrow.credit.machinery.claims import book_write_off
from escrow.credit.machinery.issuing import stage_due_at
from escrow.credit.machinery.settling import Locked, lock
from escrow.credit.payment_terms import late_interest
from escrow.credit.states import INVOICE, STAGES, AccountState, InvoiceState, Stage
from escrow.machinery import timers
from marketplace.ledger import movements
from marketplace.ledger.services import note_order, post
from marketplace.lib.actor import Actor, require
from marketplace.lib.state import WrongState

PAUSE = timedelta(days=7)
"""How long the clock waits when all that is open is disputed."""


@timers.rings("INVOICE_OVERDUE")
def remind(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """The first reminder. Raises WrongState for an invoice that is settled."""
    _ring(actor, subject, 0, at)


@timers.rings("INVOICE_HOLD")
def hold(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """The second reminder, interest, and no new orders on credit."""
    _ring(actor, subject, 1, at)


@timers.rings("INVOICE_COLLECT")
def collect(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """The last reminder: collection."""
    _ring(actor, subject, 2, at)


@timers.rings("INVOICE_WRITE_OFF")
def write_off_by_clock(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """Nobody paid: written off, or above the limit put before two officers."""
    _ring(actor, subject, 3, at)


def _ring(actor: Actor, subject: str, number: int, at: datetime) -> None:
    require(policy.may_run_machinery(actor))
    stage = STAGES[number]
    with transaction.atomic():
        found = lock(actor, pk=UUID(subject))
        invoice = found.invoice
        if not INVOICE.allows(invoice.state, stage.action):
            raise WrongState(f"{invoice.number} is {invoice.get_state_display().lower()}.")
        if invoice.open_minor == invoice.objected_minor:
            timers.start(order_id=found.order.id, name=stage.clock, due_at=at + PAUSE, subject=subject)
            return
        _charge_interest(found, at)
        if stage.action == "write_off":
            _end(actor, found, at)
            return
        _escalate(actor, found, stage, at)
        due_at = max(stage_due_at(found.account, invoice.due_date, number + 1), at)
        timers.start(order_id=found.order.id, name=STAGES[number + 1].clock, due_at=due_at, subject=subject)


def _escalate(actor: Actor, found: Locked, stage: Stage, at: datetime) -> None:
    invoice = found.invoice
    invoice.state = INVOICE.advance(invoice.state, stage.action)
    invoice.dunning_level = stage.level
    invoice.save(update_fields=["state", "dunning_level"])
    told = {"amount_minor": invoice.payable_minor, "currency": invoice.currency, "number": invoice.number}
    history.tell_invoice(actor, invoice, stage.action, at, level=stage.level, **told)
    note_order(actor=actor, order_id=found.order.id, kind="invoice_overdue", body={**told, "level": stage.level}, at=at)
    if stage.action == "hold" and found.account.state == AccountState.ACTIVE:
        found.account.is_held_by_clock = True
        found.account.save(update_fields=["is_held_by_clock"])
        move_account(actor, found.account, "hold", at, reason=f"{invoice.number} is overdue")


def _charge_interest(found: Locked, at: datetime) -> int:
    """Interest from the due date, or from where it was last charged, to today. Minor units; disputed lines are free."""
    invoice = found.invoice
    since = invoice.interest_until or invoice.due_date
    days = (at.date() - since).days
    amount = late_interest(invoice.open_minor - invoice.objected_minor, invoice.late_bp, days)
    if not amount:
        return 0
    post(
        key=f"invoice:{invoice.number}:late:{at.date().isoformat()}",
        movement=movements.invoice_late_fee(buyer_id=invoice.buyer_id, currency=invoice.currency, amount=amount),
        order_id=found.order.id,
        at=at,
    )
    invoice.fees_minor += amount
    invoice.interest_until = at.date()
    invoice.save(update_fields=["fees_minor", "interest_until"])
    history.note(
        Actor.for_system("escrow.credit"), found.account, "interest", at, invoice=invoice, amount_minor=amount,
        currency=invoice.currency, days=days,
    )  # fmt: skip
    return amount


def _end(actor: Actor, found: Locked, at: datetime) -> None:
    """Below the limit the clock writes off; above it, officers do."""
    if found.invoice.state != InvoiceState.COLLECTIONS:
        raise WrongState(f"{found.invoice.number} is not in collection.")
    if found.invoice.open_minor <= settings.WRITE_OFF_FOUR_EYES_MINOR:
        book_write_off(actor, found, "120 days overdue, nothing came", at)
        return
    history.tell_invoice(
        actor, found.invoice, "write_off_due", at, amount_minor=found.invoice.open_minor,
        currency=found.invoice.currency,
    )  # fmt: skip
