"""The writers of orders: opened once with frozen terms, then advanced step by step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from marketplace.ledger.events import OrderAdvanced, OrderOpened
from marketplace.ledger.locks import lock_order
from marketplace.ledger.models import Order, OrderEvent, OrderLine
from marketplace.ledger.plans import Plan
from marketplace.ledger.queries.terms import commission_of_lines, find_rate, settlement_terms
from marketplace.ledger.states import ORDER
from marketplace.lib import ids, money
from marketplace.lib.actor import Actor
from marketplace.lib.errors import Invalid
from marketplace.outbox import idempotency
from marketplace.outbox.publishing import publish

_TIMESTAMPS = {"fund": "funded_at", "ship": "shipped_at", "deliver": "delivered_at", "accept": "accepted_at"}
_ENDS = frozenset({"close", "cancel", "refund"})


@dataclass(frozen=True, slots=True)
class NewLine:
    """A position to order. ``unit_price`` in major units, up to six decimals; ``category_path`` for commission."""

    description: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    sku: str = ""
    category_path: str = ""

    def total_minor(self, currency: str) -> int:
        """Quantity × unit price in minor units, rounded once, half to even."""
        return money.to_minor(self.quantity * self.unit_price, currency)


def open_order(
    *,
    actor: Actor,
    buyer_id: UUID,
    vendor_id: UUID,
    title: str,
    currency: str,
    lines: Sequence[NewLine],
    freight_minor: int,
    lead_time_days: int,
    source: str,
    terms: Mapping[str, Any],
    ship_to: Mapping[str, Any],
    key: str,
    at: datetime,
    plan: Plan | None = None,
) -> Order:
    """Open a binding order in AWAITING_PAYMENT with its payment plan, commission and settlement of today frozen on it.

    Called by the package that made the agreement, inside its transaction and after its own policy.
    Amounts in minor units of ``currency``; without a ``plan`` it is paid in full. Raises Invalid for an
    order without value or too small for its plan, KeyReused. Publishes OrderOpened.
    """
    plan = plan or Plan()
    with transaction.atomic():
        attempt = idempotency.begin(
            actor=actor,
            service="ledger.open_order",
            key=key,
            inputs={"source": source, "terms": terms, "buyer": buyer_id, "vendor": vendor_id},
        )
        if attempt.done:
            return Order.objects.get(pk=attempt.result)
        totals = [line.total_minor(currency) for line in lines]
        total = sum(totals) + freight_minor
        _refuse_empty_parts(plan, total if lines else 0)
        charged = commission_of_lines(
            vendor_id=vendor_id, freight_minor=freight_minor, plan_kind=plan.kind, currency=currency, at=at,
            lines=[(line.category_path, amount) for line, amount in zip(lines, totals, strict=True)],
        )  # fmt: skip
        order = Order.objects.create(
            number=_next_number(),
            buyer_id=buyer_id,
            vendor_id=vendor_id,
            title=title,
            currency=currency,
            goods_minor=sum(totals),
            freight_minor=freight_minor,
            total_minor=total,
            plan=plan.to_json(),
            commission_minor=charged.commission,
            commission_tax_minor=charged.tax,
            commission_rule=charged.to_json(),
            **_settlement(vendor_id, currency, at),
            source=source,
            terms=dict(terms),
            terms_hash=ids.input_hash(terms),
            ship_to=dict(ship_to),
            lead_time_days=lead_time_days,
            created_by_name=actor.user_name,
            opened_at=at,
        )
        _write_lines(order, lines, totals)
        _note(actor, order, "opened", {"source": source}, at)
        publish(
            OrderOpened(order_id=order.id, number=order.number, buyer_id=buyer_id, vendor_id=vendor_id, source=source)
        )
        attempt.finish(order.id)
    return order


def _write_lines(order: Order, lines: Sequence[NewLine], totals: Sequence[int]) -> None:
    OrderLine.objects.bulk_create(
        OrderLine(
            order=order, position=position, sku=line.sku, description=line.description,
            quantity=line.quantity, unit=line.unit, unit_price=line.unit_price, total_minor=total,
        )
        for position, (line, total) in enumerate(zip(lines, totals, strict=True), start=1)
    )  # fmt: skip


def _settlement(vendor_id: UUID, currency: str, at: datetime) -> dict[str, Any]:
    """The vendor's terms of today, as the order keeps them. Without a rate it is settled in its own currency."""
    terms = settlement_terms(vendor_id)
    wanted = terms.currency or currency
    rate = find_rate(currency, wanted, at)
    frozen: dict[str, Any] = terms.frozen()
    if rate is None:
        frozen["missing_rate"] = f"{currency}/{wanted}"
    return {
        "settlement_currency": currency if rate is None else wanted,
        "settlement_rate": 1 if rate is None else rate,
        "settlement_terms": frozen,
    }


def advance_order(
    *, actor: Actor, order_id: UUID, action: str, at: datetime, body: Mapping[str, Any] | None = None
) -> Order:
    """Take the step ``action`` of ``states.ORDER`` and write it on the order's timeline.

    Called by the package that owns the step, inside its transaction and after its own policy; the
    order's row stays locked to the end of it. Raises NotFound, WrongState. Publishes OrderAdvanced.
    """
    with transaction.atomic():
        order = lock_order(order_id)
        order.state = ORDER.advance(order.state, action)
        order.version += 1
        changed = ["state", "version"]
        stamp = _TIMESTAMPS.get(action) or ("closed_at" if action in _ENDS else None)
        if stamp:
            setattr(order, stamp, at)
            changed.append(stamp)
        if action == "fund":
            order.ship_due_at = at + timedelta(days=order.lead_time_days)
            changed.append("ship_due_at")
        order.save(update_fields=changed)
        _tell(actor, order, action, body or {}, at)
    return order


def note_order(
    *, actor: Actor, order_id: UUID, kind: str, at: datetime, body: Mapping[str, Any] | None = None
) -> Order:
    """Write something on an order's timeline that leaves its state as it is.

    As ``advance_order``: for the package that owns the fact; the row stays locked. Raises NotFound.
    Publishes OrderAdvanced with ``kind`` as its action.
    """
    with transaction.atomic():
        order = lock_order(order_id)
        order.version += 1
        order.save(update_fields=["version"])
        _tell(actor, order, kind, body or {}, at)
    return order


def _tell(actor: Actor, order: Order, action: str, body: Mapping[str, Any], at: datetime) -> None:
    _note(actor, order, action, body, at)
    publish(
        OrderAdvanced(
            order_id=order.id,
            number=order.number,
            buyer_id=order.buyer_id,
            vendor_id=order.vendor_id,
            action=action,
            state=order.state,
        )
    )


def _note(actor: Actor, order: Order, kind: str, body: Mapping[str, Any], at: datetime) -> None:
    """Add a line to the timeline of an order that is locked or just made. Its version counts these lines."""
    OrderEvent.objects.create(
        order=order,
        seq=order.version,
        kind=kind,
        actor_name=actor.user_name,
        organization_id=actor.organization_id,
        body=dict(body),
        at=at,
    )


def _refuse_empty_parts(plan: Plan, total: int) -> None:
    if total <= 0:
        raise Invalid.field("lines", "An order needs at least one line with a price.")
    if any(amount <= 0 for amount in plan.parts(total)):
        raise Invalid.field("plan", "The order is too small to be divided like this. Choose payment in full.")


def _next_number() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('ledger_order_number')")
        return f"PO-{cursor.fetchone()[0]}"
