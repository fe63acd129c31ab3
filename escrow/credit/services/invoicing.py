"""Shipments on terms become invoices, once the buyer's paper, the contract and the delivery agree."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from escrow.credit import events, matching, policy
from escrow.credit.machinery import issuing
from escrow.credit.machinery.issuing import Delivery
from escrow.credit.machinery.reserving import top_up
from escrow.credit.models import CreditReservation, Invoice, InvoiceLine, InvoicingBlock, PurchaseOrder
from escrow.models import ReleaseUnit, Shipment
from escrow.states import UnitState
from marketplace.ledger import queries as ledger
from marketplace.ledger.services import InsufficientFunds, lock_order, note_order
from marketplace.ledger.states import OrderState
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, Invalid, NotFound
from marketplace.outbox import idempotency
from marketplace.outbox.publishing import publish

if TYPE_CHECKING:
    from marketplace.ledger.models import Order


def invoice_shipments(*, actor: Actor, order_id: UUID, at: datetime) -> list[Invoice]:
    """Issue what is due of an order on terms: per shipment, or once all is shipped. The seller, operator or machine.

    Where papers differ or credit is missing, a block is left instead. Idempotent: a shipment is invoiced once.
    Publishes InvoiceIssued, InvoicingBlocked.
    """
    with transaction.atomic():
        order = lock_order(order_id)
        require(policy.may_invoice(actor, order))
        reservation = (
            CreditReservation.objects.select_for_update(of=("self",))
            .select_related("account__lender", "account__buyer")
            .filter(order=order)
            .first()
        )
        if reservation is None:
            return []
        issued = []
        for delivery in _due(order, is_consolidated=reservation.account.is_consolidated):
            differences = _differences(order, reservation, delivery)
            invoice = None if differences else _issue_if_covered(actor, order, reservation, delivery, at)
            if invoice:
                issued.append(invoice)
            else:
                _block(actor, order, delivery.shipment, differences or [_NO_CREDIT], at)
        return issued


_NO_CREDIT = "The credit account has too little free for this shipment."


def resolve_difference(
    *, actor: Actor, number: str, block_id: UUID, resolution: str, key: str, at: datetime
) -> list[Invoice]:
    """Invoice a blocked shipment as delivered, with a reason. Either side's finance, or the operator.

    Raises NotFound, NotAllowed, Invalid without a reason, Conflict while credit is missing.
    """
    if not resolution.strip():
        raise Invalid.field("resolution", "Say why it is invoiced as delivered: both sides read it.")
    with transaction.atomic():
        order = ledger.get_order(actor, number)
        require(policy.may_resolve_difference(actor, order))
        attempt = idempotency.begin(
            actor=actor, service="credit.resolve_difference", key=key, inputs={"block": block_id}
        )
        if attempt.done:
            return []
        lock_order(order.id)
        block = InvoicingBlock.objects.select_for_update().filter(pk=block_id, order=order).first()
        if block is None:
            raise NotFound
        if block.resolved_at is None:
            block.resolved_at, block.resolved_by_name, block.resolution = at, actor.user_name, resolution
            block.save(update_fields=["resolved_at", "resolved_by_name", "resolution"])
            note_order(
                actor=actor, order_id=order.id, kind="invoicing_resolved", body={"resolution": resolution}, at=at
            )
        issued = invoice_shipments(actor=Actor.for_system("escrow.credit"), order_id=order.id, at=at)
        if not issued:
            raise Conflict(_NO_CREDIT + " Raise the limit, or take a payment in advance.")
        attempt.finish(block.id)
        return issued


def _due(order: "Order", *, is_consolidated: bool) -> list[Delivery]:
    """Shipped and not invoiced yet, oldest first; as one where the account wants one invoice per order."""
    if is_consolidated and order.state in {OrderState.FUNDED, OrderState.PARTLY_SHIPPED}:
        return []
    invoiced = Invoice.objects.filter(order=order)
    if is_consolidated and invoiced.exists():
        return []
    units = (
        ReleaseUnit.objects.filter(order=order, shipment__isnull=False)
        .exclude(shipment__in=invoiced.exclude(shipment=None).values("shipment"))
        .exclude(state=UnitState.CANCELLED)
        .select_related("shipment")
        .order_by("shipment__shipped_at", "no")
    )
    found: dict[UUID, list[ReleaseUnit]] = defaultdict(list)
    for unit in units:
        found[unit.shipment_id].append(unit)  # type: ignore[index]  # filtered above
    deliveries = [Delivery(group[0].shipment, group) for group in found.values() if group[0].shipment]
    if is_consolidated and deliveries:
        together = [unit for delivery in deliveries for unit in delivery.units]
        deliveries = [Delivery(deliveries[-1].shipment, together)]
    return [delivery for delivery in deliveries if delivery.amount_minor > 0]


def _differences(order: "Order", reservation: CreditReservation, delivery: Delivery) -> list[str]:
    """The three-way check, unless somebody has already answered it for this shipment."""
    if InvoicingBlock.objects.filter(shipment=delivery.shipment, resolved_at__isnull=False).exists():
        return []
    contract = matching.Ordered(
        order.currency, order.total_minor, {line.position: line.quantity for line in order.lines.all()}
    )
    paper = PurchaseOrder.objects.filter(order=order).first()
    purchase_order = _ordered(paper) if paper else None
    return matching.differences(
        purchase_order,
        contract,
        delivery.quantities,
        _invoiced_quantities(order),
        needs_purchase_order=reservation.account.needs_purchase_order,
    )


def _ordered(paper: PurchaseOrder) -> matching.Ordered:
    quantities = {int(position): Decimal(count) for position, count in paper.quantities.items()}
    return matching.Ordered(paper.currency, paper.total_minor, quantities)


def _invoiced_quantities(order: "Order") -> dict[int, Decimal]:
    rows = InvoiceLine.objects.filter(invoice__order=order, order_position__gt=0).values_list("order_position")
    return dict(rows.annotate(Sum("quantity")).order_by())


def _block(actor: Actor, order: "Order", shipment: Shipment, differences: Sequence[str], at: datetime) -> None:
    block, created = InvoicingBlock.objects.get_or_create(
        shipment=shipment, resolved_at=None, defaults={"order": order, "opened_at": at, "differences": differences}
    )
    if not created:
        block.differences = list(differences)
        block.save(update_fields=["differences"])
        return
    note_order(actor=actor, order_id=order.id, kind="invoicing_blocked", body={"why": list(differences)}, at=at)
    publish(
        events.InvoicingBlocked(
            order_id=order.id, order_number=order.number, buyer_id=order.buyer_id, vendor_id=order.vendor_id
        )
    )


def _issue_if_covered(
    actor: Actor, order: "Order", reservation: CreditReservation, delivery: Delivery, at: datetime
) -> Invoice | None:
    try:
        with transaction.atomic():
            top_up(reservation, order, delivery.amount_minor, at)
            return issuing.issue(actor, order, reservation, delivery, at)
    except InsufficientFunds:
        reservation.refresh_from_db()
        return None
