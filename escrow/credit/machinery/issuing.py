"""An invoice comes to be: its lines, its number, its entry in the ledger and its first clock, in one transaction."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from escrow.credit import events, invoice_lines, shares, taxes
from escrow.credit.machinery import history, numbering
from escrow.credit.models import CreditAccount, CreditReservation, Invoice, InvoiceLine, PurchaseOrder
from escrow.credit.payment_terms import Terms, due_date
from escrow.credit.states import DUNNING_DAYS, STAGES, ReservationState
from escrow.machinery import timers
from escrow.models import ReleaseUnit, Shipment
from marketplace.ledger import movements
from marketplace.ledger.services import note_order, post
from marketplace.lib.actor import Actor
from marketplace.outbox.publishing import publish

if TYPE_CHECKING:
    from marketplace.ledger.models import Order


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one invoice is about: release units that left with a shipment."""

    shipment: Shipment
    units: Sequence[ReleaseUnit]

    @property
    def amount_minor(self) -> int:
        """What the units are worth, without what was refunded."""
        return sum(unit.amount_minor - unit.refunded_minor for unit in self.units)

    @property
    def quantities(self) -> dict[int, Decimal]:
        """By position of the order."""
        found: dict[int, Decimal] = defaultdict(Decimal)
        for unit in self.units:
            for position, quantity in unit.quantities.items():
                found[int(position)] += Decimal(quantity)
        return found


def issue(actor: Actor, order: "Order", reservation: CreditReservation, delivery: Delivery, at: datetime) -> Invoice:
    """Write an invoice for ``delivery``; the order and the reservation are locked, the credit is reserved.

    Publishes InvoiceIssued.
    """
    tax = taxes.tax_of(
        seller_country=order.vendor.country,
        seller_vat=order.vendor.vat_number,
        buyer_country=order.buyer.country,
        buyer_vat=order.buyer.vat_number,
    )
    lines = _lines(order, delivery, tax.rate_bp)
    invoice = _write(actor, order, reservation, delivery, lines, tax, at)
    InvoiceLine.objects.bulk_create(
        InvoiceLine(
            invoice=invoice, position=position, order_position=line.order_position, sku=line.sku,
            description=line.description, quantity=line.quantity, unit=line.unit, unit_price=line.unit_price,
            net_minor=line.net_minor, tax_minor=line.tax_minor,
        )
        for position, line in enumerate(lines, start=1)
    )  # fmt: skip
    _book(actor, order, reservation, invoice, at)
    return invoice


def stage_due_at(account: CreditAccount, due: date, stage: int) -> datetime:
    """When the clock takes stage number ``stage`` of an invoice due on ``due``: at midnight, after the grace."""
    days = DUNNING_DAYS[account.dunning][stage] + account.grace_days
    return datetime.combine(due + timedelta(days=days), time(), UTC)


def _lines(order: "Order", delivery: Delivery, rate_bp: int) -> list[invoice_lines.DraftLine]:
    ordered = [
        invoice_lines.OrderedLine(line.position, line.sku, line.description, line.quantity, line.unit, line.unit_price)
        for line in order.lines.all()
    ]
    return invoice_lines.draft(
        ordered,
        delivery.quantities,
        amount_minor=delivery.amount_minor,
        has_freight=order.freight_minor > 0,
        rate_bp=rate_bp,
        currency=order.currency,
    )


def _write(
    actor: Actor,
    order: "Order",
    reservation: CreditReservation,
    delivery: Delivery,
    lines: Sequence[invoice_lines.DraftLine],
    tax: taxes.Tax,
    at: datetime,
) -> Invoice:
    parts = shares.of_invoice(
        order_total=order.total_minor,
        commission=order.commission_minor,
        commission_tax=order.commission_tax_minor,
        before=reservation.invoiced_minor,
        amount=delivery.amount_minor,
    )
    terms = _agreed(order, reservation.account.terms)
    today = at.date()
    paper = PurchaseOrder.objects.filter(order_id=order.id).first()
    return Invoice.objects.create(
        number=numbering.next_number(order.vendor, numbering.INVOICES, today.year),
        account=reservation.account,
        order_id=order.id,
        shipment=delivery.shipment,
        seller_id=order.vendor_id,
        buyer_id=order.buyer_id,
        purchase_order_number=paper.number if paper else "",
        currency=order.currency,
        net_minor=sum(line.net_minor for line in lines),
        tax_minor=sum(line.tax_minor for line in lines),
        total_minor=delivery.amount_minor,
        tax_category=tax.category,
        tax_rate_bp=tax.rate_bp,
        tax_reason=tax.reason,
        terms_minor=parts.terms,
        commission_minor=parts.commission,
        commission_tax_minor=parts.commission_tax,
        issue_date=today,
        delivery_date=(delivery.shipment.delivered_at or delivery.shipment.shipped_at).date(),
        due_date=due_date(today, terms),
        discount_bp=terms.discount_bp,
        discount_days=terms.discount_days,
        late_bp=terms.late_bp,
        terms_words=terms.words,
        issued_by_name=actor.user_name,
        issued_at=at,
    )


def _agreed(order: "Order", terms: Terms) -> Terms:
    """The days that the order agreed on go before those of the account."""
    return replace(terms, net_days=int(order.plan.get("net_days") or terms.net_days))


def _book(actor: Actor, order: "Order", reservation: CreditReservation, invoice: Invoice, at: datetime) -> None:
    post(
        key=f"invoice:{invoice.number}",
        movement=movements.invoice_issued(
            buyer_id=invoice.buyer_id,
            vendor_id=invoice.seller_id,
            invoice=invoice.number,
            account=reservation.account.number,
            currency=invoice.currency,
            net=invoice.terms_minor,
            commission=invoice.commission_minor + invoice.commission_tax_minor,
        ),
        order_id=order.id,
        at=at,
    )
    reservation.invoiced_minor += invoice.total_minor
    if reservation.invoiced_minor == reservation.amount_minor:
        reservation.state = ReservationState.INVOICED
    reservation.save(update_fields=["invoiced_minor", "state"])
    due_at = stage_due_at(invoice.account, invoice.due_date, 0)
    timers.start(order_id=order.id, name=STAGES[0].clock, due_at=due_at, subject=str(invoice.id))
    told = {"number": invoice.number, "amount_minor": invoice.total_minor, "currency": invoice.currency}
    history.note(actor, invoice.account, "invoice", at, invoice=invoice, **told)
    note_order(
        actor=actor, order_id=order.id, kind="invoiced", body={**told, "due": invoice.due_date.isoformat()}, at=at
    )
    publish(
        events.InvoiceIssued(
            invoice_id=invoice.id,
            number=invoice.number,
            order_number=order.number,
            buyer_id=invoice.buyer_id,
            seller_id=invoice.seller_id,
        )
    )
