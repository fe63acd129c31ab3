"""The buyer's purchase order for an order: its number goes on the invoice, its figures are checked."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction

from escrow.credit import policy
from escrow.credit.models import PurchaseOrder
from escrow.credit.services.invoicing import invoice_shipments
from marketplace.ledger import queries as ledger
from marketplace.ledger.services import lock_order, note_order
from marketplace.lib import ids
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Invalid
from marketplace.outbox import idempotency
from marketplace.storage import files


def add_purchase_order(
    *,
    actor: Actor,
    number: str,
    purchase_order_number: str,
    total_minor: int,
    quantities: Mapping[int, Decimal] | None = None,
    file_id: UUID | None = None,
    key: str,
    at: datetime,
) -> PurchaseOrder:
    """Put the buyer's paper on file for the order ``number``; a second one replaces it. What was blocked
    is tried again.

    ``quantities`` by position; those of the order where they are left out. The buyer's purchasers and finance.
    Raises NotFound, NotAllowed, Invalid for a number that the company used for another order.
    """
    if not purchase_order_number.strip():
        raise Invalid.field("purchase_order_number", "Give the number of your purchase order.")
    with transaction.atomic():
        order = ledger.get_order(actor, number)
        require(policy.may_add_purchase_order(actor, order))
        counts = {line.position: line.quantity for line in order.lines.all()} | dict(quantities or {})
        says = {
            "number": purchase_order_number.strip(),
            "currency": order.currency,
            "total_minor": total_minor,
            "quantities": {str(at_): f"{count.normalize():f}" for at_, count in sorted(counts.items())},
        }
        attempt = idempotency.begin(actor=actor, service="credit.add_purchase_order", key=key, inputs=[number, says])
        if attempt.done:
            return PurchaseOrder.objects.get(pk=attempt.result)
        lock_order(order.id)
        file = files.get_file(actor, file_id) if file_id else None
        facts = {
            "buyer_id": order.buyer_id, **says, "file": file, "digest": ids.input_hash(says),
            "added_by_name": actor.user_name, "added_at": at,
        }  # fmt: skip
        try:
            with transaction.atomic():
                made, _ = PurchaseOrder.objects.update_or_create(order_id=order.id, defaults=facts)
        except IntegrityError as error:
            raise Invalid.field(
                "purchase_order_number", "Your company used this number for another order. Numbers are unique."
            ) from error
        body = {"number": made.number, "digest": made.digest}
        note_order(actor=actor, order_id=order.id, kind="purchase_order", body=body, at=at)
        invoice_shipments(actor=Actor.for_system("escrow.credit"), order_id=order.id, at=at)
        attempt.finish(made.id)
    return made
