"""What makes an invoice smaller: money, credit notes, a write-off. Runs in the caller's transaction.

Order, credit account and invoice are locked, in this order. Each settlement takes its part of the vendor's share
and of our commission, and the release units of the order follow, so that the order ends when nothing is owed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F

from escrow.credit import shares
from escrow.credit.machinery import history, line
from escrow.credit.models import CreditAccount, Invoice
from escrow.credit.shares import Shares
from escrow.credit.states import HOLDING_INVOICES, INVOICE, AccountState
from escrow.machinery import schedule, timers
from escrow.machinery.shares import VendorPart, keep, row
from escrow.models import ReleaseUnit
from marketplace.ledger import movements
from marketplace.ledger.movements import Share
from marketplace.ledger.services import lock_order, post
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound

if TYPE_CHECKING:
    from marketplace.ledger.models import Order

SYSTEM = Actor.for_system("escrow.credit")


@dataclass(slots=True)
class Locked:
    """An invoice with everything that its settlement touches, locked."""

    order: "Order"
    account: CreditAccount
    invoice: Invoice


def lock(actor: Actor, **which: object) -> Locked:
    """Lock an invoice that the actor may see, its order and account before it. Raises NotFound."""
    seen = Invoice.objects.visible_to(actor).filter(**which).values_list("id", "order_id", "account_id").first()
    if seen is None:
        raise NotFound
    invoice_id, order_id, account_id = seen
    order = lock_order(order_id)
    account = CreditAccount.objects.select_related("lender").locked(pk=account_id).get()
    invoice = Invoice.objects.select_related("order", "seller", "buyer").locked(pk=invoice_id).get()
    invoice.account = account
    return Locked(order, account, invoice)


def take_shares(invoice: Invoice, amount: int) -> Shares:
    """Whose the next ``amount`` of the invoice is."""
    return shares.of_settlement(invoice.shares, before=invoice.settled_minor, amount=amount)


def book_payment(found: Locked, *, provider: str, amount: int, ref: str, at: datetime) -> int:
    """Apply ``amount`` to what the invoice asks for, then to its interest; returns what it took.

    ``provider`` empty: the money is in the buyer's wallet. ``ref`` names the payment, once.
    """
    invoice = found.invoice
    principal = min(amount, invoice.open_minor - invoice.objected_minor)
    fees = min(amount - principal, invoice.open_fees_minor)
    if principal:
        part = take_shares(invoice, principal)
        post(
            key=f"invoice:{invoice.number}:paid:{ref}",
            movement=movements.invoice_paid(
                provider=provider,
                buyer_id=invoice.buyer_id,
                vendor_id=invoice.seller_id,
                invoice=invoice.number,
                account=found.account.number,
                currency=invoice.currency,
                net=part.terms,
                commission=part.commission,
                commission_tax=part.commission_tax,
            ),
            order_id=found.order.id,
            at=at,
        )
        invoice.paid_minor += principal
        release_units(found, principal, part, at)
    if fees:
        post(
            key=f"invoice:{invoice.number}:fees:{ref}",
            movement=movements.late_fee_paid(
                provider=provider, buyer_id=invoice.buyer_id, currency=invoice.currency, amount=fees
            ),
            order_id=found.order.id,
            at=at,
        )
        invoice.fees_settled_minor += fees
    invoice.save(update_fields=["paid_minor", "fees_settled_minor"])
    return principal + fees


def release_units(found: Locked, amount: int, part: Shares, at: datetime) -> None:
    """``amount`` of the goods is paid for: the vendor's money waits out its time, as any release does."""
    before = 0
    for unit, piece in _spread(found.invoice, amount):
        whose = shares.of_settlement(part, before=before, amount=piece)
        vendor = VendorPart(Share(commission=whose.commission, commission_tax=whose.commission_tax), None)
        keep(row(found.order, unit, piece, vendor, by_clock=False, at=at), at)
        ReleaseUnit.objects.filter(pk=unit.pk).update(released_minor=F("released_minor") + piece)
        before += piece


def drop_units(found: Locked, amount: int) -> None:
    """``amount`` of the goods will not be paid: credited, or written off at the vendor's risk."""
    for unit, piece in _spread(found.invoice, amount):
        ReleaseUnit.objects.filter(pk=unit.pk).update(refunded_minor=F("refunded_minor") + piece)


def _spread(invoice: Invoice, amount: int) -> list[tuple[ReleaseUnit, int]]:
    """Which units ``amount`` belongs to, first come first served."""
    units = ReleaseUnit.objects.select_for_update().filter(order_id=invoice.order_id, shipment__isnull=False)
    if invoice.shipment_id and not invoice.account.is_consolidated:
        units = units.filter(shipment_id=invoice.shipment_id)
    pieces, left = [], amount
    for unit in units.order_by("no"):
        piece = min(left, unit.open_minor)
        if piece:
            pieces.append((unit, piece))
            left -= piece
    return pieces


def finish(actor: Actor, found: Locked, action: str, at: datetime, *, part: str = "", **body: Any) -> None:
    """After a settlement: the invoice's step, the account's line and hold, and the order's end.

    ``action`` if nothing is left to ask for, else ``part`` where the state allows it.
    """
    invoice = found.invoice
    taken = part
    if not invoice.open_minor and not invoice.open_fees_minor:
        invoice.state, invoice.closed_at, taken = INVOICE.advance(invoice.state, action), at, action
        timers.stop(order_id=found.order.id, at=at, subject=str(invoice.id))
    elif part in INVOICE.steps and INVOICE.allows(invoice.state, part):
        invoice.state = INVOICE.advance(invoice.state, part)
    invoice.save(update_fields=["state", "closed_at"])
    history.tell_invoice(actor, invoice, taken or action, at, **body)
    refresh_account(found.account, at)
    schedule.settle_units(actor=SYSTEM, order=found.order, at=at)


def refresh_account(account: CreditAccount, at: datetime) -> None:
    """End a hold that no invoice needs any more, and bring the line to what the account says."""
    keeps_it = Invoice.objects.filter(account=account, state__in=HOLDING_INVOICES).exists()
    if account.state == AccountState.ON_HOLD and account.is_held_by_clock and not keeps_it:
        lift(account, at)
    line.settle(account, at)


def lift(account: CreditAccount, at: datetime) -> None:
    """What was overdue is settled: the clock takes its hold back."""
    account.state, account.is_held_by_clock, account.reason = AccountState.ACTIVE, False, ""
    account.save(update_fields=["state", "is_held_by_clock", "reason"])
    history.tell_account(SYSTEM, account, "lift", at, {"why": "settled"})
