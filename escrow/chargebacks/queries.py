"""Reads of chargebacks for screens and API: each a fixed number of SQL queries. Amounts are minor units."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Sum

from escrow.chargebacks.evidence import Case, Parcel, bundle
from escrow.chargebacks.models import Chargeback
from escrow.chargebacks.outcomes import hold_ref
from escrow.chargebacks.querysets import ChargebackQuerySet
from escrow.chargebacks.states import UNDECIDED
from escrow.models import Freeze, Refund, Shipment
from escrow.splitting import plain
from marketplace.ledger import queries as ledger
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound
from marketplace.lib.money import Money
from messaging import queries as messaging

if TYPE_CHECKING:
    from marketplace.ledger.models import Order, OrderEvent

_OWN = "chargeback_"
_MESSAGES = 60
_EVENTS = {"fund": "paid", "ship": "shipped", "deliver": "delivered", "accept": "accepted", "close": "closed"}


def chargebacks(actor: Actor) -> ChargebackQuerySet:
    """The actor's chargebacks with their orders; those that wait for an answer first."""
    found = Chargeback.objects.visible_to(actor).select_related("order__buyer", "order__vendor")
    return found.order_by("decided_at", "due_by", "-opened_at")


def get_chargeback(actor: Actor, ref: str) -> Chargeback:
    """One chargeback. Raises NotFound."""
    chargeback = chargebacks(actor).filter(ref=ref).first()
    if chargeback is None:
        raise NotFound
    return chargeback


def of_order(actor: Actor, order: "Order") -> list[Chargeback]:
    """The chargebacks of one order, newest first."""
    return list(Chargeback.objects.visible_to(actor).filter(order=order).order_by("-opened_at"))


def events_of(chargeback: Chargeback) -> "list[OrderEvent]":
    """What the order's timeline tells of this chargeback, oldest first."""
    return [
        event
        for event in ledger.timeline(chargeback.order)
        if event.kind.startswith(_OWN) and event.body.get("ref") == chargeback.ref
    ]


def frozen_for(chargeback: Chargeback) -> int:
    """What is frozen for it now."""
    own = Freeze.objects.filter(order=chargeback.order, ref__startswith=hold_ref(chargeback))
    return int(own.aggregate(total=Sum("left_minor"))["total"] or 0)


@dataclass(frozen=True, slots=True)
class Record:
    """How the market fares with chargebacks: counts, and undecided money by currency."""

    needs_response: int
    under_review: int
    won: int
    lost: int
    undecided: Mapping[str, int]


def record(actor: Actor) -> Record:
    """Over all that the actor sees. Two queries."""
    seen = Chargeback.objects.visible_to(actor).order_by()
    counts = dict(seen.values_list("state").annotate(n=Count("pk")))
    money = dict(seen.filter(state__in=UNDECIDED).values_list("currency").annotate(total=Sum("amount_minor")))
    return Record(
        needs_response=counts.get("NEEDS_RESPONSE", 0),
        under_review=counts.get("UNDER_REVIEW", 0),
        won=counts.get("WON", 0) + counts.get("PREVENTED", 0),
        lost=counts.get("LOST", 0),
        undecided=money,
    )


def evidence_for(chargeback: Chargeback) -> Mapping[str, str]:
    """The evidence as it would be sent now; once sent, what was sent. A fixed number of queries."""
    if chargeback.evidence_sent_at:
        return dict(chargeback.evidence)
    order = chargeback.order
    system = Actor.for_system("escrow.chargebacks")
    timeline = ledger.timeline(order)
    return bundle(
        Case(
            order_number=order.number,
            opened_at=order.opened_at,
            buyer=order.buyer.name,
            vendor=order.vendor.name,
            ship_to=", ".join(str(value) for value in order.ship_to.values() if value),
            total=str(Money(order.total_minor, order.currency)),
            lines=[f"{plain(line.quantity)} {line.unit} {line.description}" for line in order.lines.all()],
            terms=[f"{name}: {value}" for name, value in sorted(order.terms.items())],
            parcels=_parcels(order),
            accepted_at=order.accepted_at,
            events=[f"{event.at:%Y-%m-%d %H:%M} {_told(event)}" for event in timeline],
            refunds=_refunds(order),
            messages=_messages(system, order),
            statements=[f"{one.author_name}: {one.text}" for one in chargeback.statements.all()],
        )
    )


def _parcels(order: "Order") -> list[Parcel]:
    rows = Shipment.objects.filter(order=order).order_by("shipped_at", "pk")
    return [
        Parcel(
            carrier=row.carrier,
            tracking_number=row.tracking_number,
            shipped_at=row.shipped_at,
            delivered_at=row.delivered_at,
        )
        for row in rows
    ]


def _refunds(order: "Order") -> list[str]:
    rows = Refund.objects.filter(order=order).order_by("requested_at", "pk")
    return [f"{row.requested_at:%Y-%m-%d} {Money(row.amount_minor, order.currency)}: {row.reason}" for row in rows]


def _told(event: "OrderEvent") -> str:
    words = _EVENTS.get(event.kind, event.kind.replace("_", " "))
    return f"{words} by {event.actor_name}"


def _messages(actor: Actor, order: "Order") -> list[str]:
    """What the two sides wrote to each other about what became this order, newest page, oldest first."""
    kind, _, subject = order.source.partition(":")
    code = messaging.find_thread_code(actor, subject_kind=kind.upper(), subject_ref=subject, other_id=order.vendor_id)
    if code is None:
        return []
    events = messaging.events_page(messaging.get_thread(actor, code).thread)
    return [
        f"{event.at:%Y-%m-%d %H:%M} {event.actor_name}: {event.body.get('text', '')}"
        for event in events[-_MESSAGES:]
        if event.kind == "text"
    ]
