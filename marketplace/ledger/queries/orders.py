"""Reads of orders: who sees which, what happened to them, what they say of a vendor."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from marketplace.ledger.models import Order, OrderEvent
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound


def orders_visible_to(actor: Actor) -> QuerySet[Order]:
    """The actor's orders, newest first, with both parties joined."""
    return Order.objects.visible_to(actor).select_related("buyer", "vendor").order_by("-opened_at", "-id")


def get_order(actor: Actor, number: str) -> Order:
    """One order by its number. Raises NotFound if absent or invisible."""
    order = orders_visible_to(actor).filter(number=number).first()
    if order is None:
        raise NotFound
    return order


def timeline(order: Order) -> list[OrderEvent]:
    """What happened to ``order``, in order of time."""
    return list(order.events.select_related("organization"))


@dataclass(frozen=True)
class TrackRecord:
    """What the ledger knows of a vendor's reliability: counts of orders, by facts."""

    orders: int
    shipped: int
    shipped_on_time: int

    @property
    def on_time_bp(self) -> int | None:
        """Orders shipped by their date, in basis points of those shipped; None without any."""
        return self.shipped_on_time * 10_000 // self.shipped if self.shipped else None


def track_records(vendor_ids: Sequence[UUID]) -> dict[UUID, TrackRecord]:
    """Track records of several vendors in one SQL query; vendors without orders get zeros."""
    rows = (
        Order.objects.filter(vendor_id__in=vendor_ids)
        .values("vendor_id")
        .annotate(
            orders=Count("id", filter=Q(funded_at__isnull=False)),
            shipped=Count("id", filter=Q(shipped_at__isnull=False)),
            on_time=Count("id", filter=Q(shipped_at__lte=F("ship_due_at"))),
        )
    )
    found = {row["vendor_id"]: TrackRecord(row["orders"], row["shipped"], row["on_time"]) for row in rows}
    return {vendor_id: found.get(vendor_id, TrackRecord(0, 0, 0)) for vendor_id in vendor_ids}
