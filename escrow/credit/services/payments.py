"""Invoices are paid: through the provider by a payment of their own, or from the buyer's wallet. In full or in part."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from escrow import services as core
from escrow.credit import policy
from escrow.credit.models import Invoice, InvoicePayment
from escrow.credit.payment_terms import early_discount
from escrow.credit.services.credit_notes import write_note
from escrow.credit.settling import SYSTEM, Locked, book_payment, finish, lock
from escrow.credit.states import OPEN_INVOICES, NoteReason
from escrow.machinery import schedule
from escrow.models import GatewayOperation, PaymentLeg
from escrow.states import OPEN_OPERATIONS, LegState, OperationKind, OperationState
from marketplace.ledger import chart
from marketplace.ledger import queries as ledger
from marketplace.ledger.services import note_order
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, Invalid
from marketplace.lib.money import Money
from marketplace.outbox import idempotency

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


def pay_invoice(
    *, actor: Actor, number: str, amount_minor: int | None = None, key: str, at: datetime
) -> GatewayOperation:
    """Pay an invoice, or a part: returns the operation whose ``checkout_url`` the buyer visits.

    Without an amount all that is due now, less the discount for paying early. The buyer's finance and
    administrators. Raises NotFound, NotAllowed, Invalid for more than is due, Conflict once settled.
    """
    with transaction.atomic():
        found = lock(actor, number=number)
        require(policy.may_pay_invoice(actor, found.invoice))
        inputs = {"number": number, "amount": amount_minor}
        attempt = idempotency.begin(actor=actor, service="credit.pay_invoice", key=key, inputs=inputs)
        if attempt.done:
            payment = InvoicePayment.objects.get(pk=attempt.result)
        else:
            amount, discount = _asked(found.invoice, amount_minor, at)
            payment = _open_payment(actor, found, amount, discount, at)
            attempt.finish(payment.id)
    return core.start_payment(actor=actor, number=found.order.number, leg_no=payment.leg_no, key=f"{key}:pay", at=at)


def pay_invoice_from_wallet(
    *, actor: Actor, number: str, amount_minor: int | None = None, key: str, at: datetime
) -> InvoicePayment:
    """Pay an invoice, or a part, from money that the buyer has with us. The buyer's finance and administrators.

    Raises NotFound, NotAllowed, Invalid, Conflict, InsufficientFunds. Publishes InvoiceAdvanced.
    """
    with transaction.atomic():
        found = lock(actor, number=number)
        require(policy.may_pay_invoice(actor, found.invoice))
        inputs = {"number": number, "amount": amount_minor}
        attempt = idempotency.begin(actor=actor, service="credit.pay_invoice_from_wallet", key=key, inputs=inputs)
        if attempt.done:
            return InvoicePayment.objects.get(pk=attempt.result)
        amount, discount = _asked(found.invoice, amount_minor, at)
        if amount > wallet_of(found.invoice):
            raise Invalid.field(
                "amount", f"Your wallet holds {Money(wallet_of(found.invoice), found.invoice.currency)}."
            )
        payment = InvoicePayment.objects.create(
            invoice=found.invoice, amount_minor=amount, discount_minor=discount, is_from_wallet=True,
            started_by_name=actor.user_name, started_at=at,
        )  # fmt: skip
        _book(actor, found, payment, at)
        attempt.finish(payment.id)
    return payment


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
        _book(SYSTEM, found, payment, at)


def _asked(invoice: Invoice, amount_minor: int | None, at: datetime) -> tuple[int, int]:
    """(what is paid, what is kept as a discount). Raises Conflict, Invalid."""
    due = due_now(invoice, at)
    if not due.payable_minor:
        raise Conflict(f"Nothing of {invoice.number} is due. Reload the page to see where it stands.")
    if amount_minor is None or amount_minor == due.amount_minor:
        return due.amount_minor, due.discount_minor
    if not 0 < amount_minor <= due.payable_minor:
        raise Invalid.field("amount", f"Between 0 and {Money(due.payable_minor, invoice.currency)} is due.")
    return amount_minor, 0


def _open_payment(actor: Actor, found: Locked, amount: int, discount: int, at: datetime) -> InvoicePayment:
    """The payment of this amount that waits already, or a new one; others that nobody pays any more lapse."""
    waiting = InvoicePayment.objects.filter(invoice=found.invoice, booked_at=None, leg_no__isnull=False)
    same = None
    for payment in waiting:
        leg = _leg(found, payment)
        if leg is None:
            continue
        if (payment.amount_minor, payment.discount_minor) == (amount, discount):
            same = payment
        elif not _is_under_way(leg):
            leg.state = LegState.EXPIRED
            leg.save(update_fields=["state"])
    if same:
        return same
    leg = schedule.add_leg(
        found.order, amount_minor=amount, title=f"Invoice {found.invoice.number}",
        due_at=max(at, datetime.combine(found.invoice.due_date, at.timetz())),
    )  # fmt: skip
    return InvoicePayment.objects.create(
        invoice=found.invoice, leg_no=leg.no, amount_minor=amount, discount_minor=discount,
        started_by_name=actor.user_name, started_at=at,
    )  # fmt: skip


def _leg(found: Locked, payment: InvoicePayment) -> PaymentLeg | None:
    legs = PaymentLeg.objects.filter(order_id=found.order.id, state=LegState.AWAITING)
    return legs.filter(no=payment.leg_no).first() if payment.leg_no else None


def _is_under_way(leg: PaymentLeg) -> bool:
    return GatewayOperation.objects.filter(
        order_id=leg.order_id, leg_no=leg.no, kind=OperationKind.PAYMENT,
        state__in=[*OPEN_OPERATIONS, OperationState.MANUAL],
    ).exists()  # fmt: skip


def _book(actor: Actor, found: Locked, payment: InvoicePayment, at: datetime) -> None:
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
