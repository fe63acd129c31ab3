"""Invoices are paid: through the provider by a payment of their own, or from the buyer's wallet. In full or in part."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from escrow import services as core
from escrow.credit import policy
from escrow.credit.machinery.paying import book, due_now, wallet_of
from escrow.credit.machinery.settling import Locked, lock
from escrow.credit.models import Invoice, InvoicePayment
from escrow.machinery import schedule
from escrow.models import GatewayOperation, PaymentLeg
from escrow.states import OPEN_OPERATIONS, LegState, OperationKind, OperationState
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, Invalid
from marketplace.lib.money import Money
from marketplace.outbox import idempotency

if TYPE_CHECKING:
    pass


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
        book(actor, found, payment, at)
        attempt.finish(payment.id)
    return payment


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
