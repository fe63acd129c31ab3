"""What pays an invoice, and what its money does once it is there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import F

from escrow.credit.machinery.notes import write_note
from escrow.credit.machinery.settling import SYSTEM, Locked, book_payment, finish, lock
from escrow.credit.models import Invoice, InvoicePayment
from escrow.credit.payment_terms import early_discount
from escrow.credit.states import OPEN_INVOICES, NoteReason
from escrow.models import PaymentLeg
from marketplace.ledger import chart
from marketplace.ledger import queries as ledger
from marketplace.ledger.services import note_order
from marketplace.lib.actor import Actor

if TYPE_CHECKING:
    from marketplace.ledger.models import Order


@dataclass(frozen=True, slots=True)
class Due:
    """What an invoice asks for on a day: ``discount`` is kept by who pays all of it then. Minor units."""

    payable_minor: int
    discount_minor: int

    @property
    def amount_minor(self) -> int:
        """What pays it."""
        return self.payable_minor - self.discount_minor


def due_now(invoice: Invoice, at: datetime) -> Due:
    """What pays ``invoice`` at ``at``. No discount while lines are disputed: it is for paying all of it."""
    if invoice.state not in OPEN_INVOICES:
        return Due(0, 0)
    free = 0 if invoice.objected_minor else invoice.open_minor
    return Due(invoice.payable_minor, early_discount(free, invoice.issue_date, at.date(), invoice.terms))


def wallet_of(invoice: Invoice) -> int:
    """What the buyer has with us in the invoice's currency, minor units."""
    return -ledger.balance_of(chart.wallet(invoice.buyer_id, invoice.currency).code)


def take_payment(order: "Order", leg: PaymentLeg, receive: Callable[[], None], at: datetime) -> None:
    """An invoice's payment arrived: into the buyer's wallet, and from there what the invoice asks for.

    Runs in the settlement's transaction; the credit account and the invoice are locked before any balance.
    """
    payment = InvoicePayment.objects.filter(invoice__order_id=order.id, leg_no=leg.no, booked_at=None).first()
    found = lock(SYSTEM, pk=payment.invoice_id) if payment else None
    receive()
    if payment and found and found.invoice.state in OPEN_INVOICES:
        book(SYSTEM, found, payment, at)


def book(actor: Actor, found: Locked, payment: InvoicePayment, at: datetime) -> None:
    """Apply a payment whose money is in the wallet. The discount is a credit note, written before the last cent."""
    invoice = found.invoice
    rest = invoice.payable_minor - payment.amount_minor
    if payment.discount_minor and rest == payment.discount_minor:
        write_note(SYSTEM, found, rest, NoteReason.DISCOUNT, f"Paid early, {invoice.terms_words}", at)
    taken = book_payment(found, provider="", amount=payment.amount_minor, ref=str(payment.id), at=at)
    InvoicePayment.objects.filter(pk=payment.pk).update(booked_at=at, applied_minor=F("applied_minor") + taken)
    told = {"amount_minor": taken, "currency": invoice.currency}
    body = {**told, "number": invoice.number, "by": payment.started_by_name}
    note_order(actor=actor, order_id=found.order.id, kind="invoice_paid", body=body, at=at)
    finish(actor, found, "pay", at, part="pay_part", by=payment.started_by_name, **told)
