"""Orders with clauses, and what is agreed around them, through the services."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from escrow.agreements import services
from escrow.agreements.changes import Changes
from escrow.agreements.models import Amendment, Cancellation
from escrow.services import fire_due_timers
from marketplace.ledger.models import Order
from marketplace.ledger.plans import LateClause, Plan
from marketplace.ledger.services import NewLine, open_order
from marketplace.lib import clock, ids
from marketplace.lib.actor import Actor
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person
from tests.escrow import steps
from tests.escrow.steps import AT, days

SYSTEM = Actor.for_system("tests")


def opened(buyer: Person, vendor: Person, **clauses: Any) -> Order:
    """5,000 enclosures, 25,000.00 in all, with clauses for lateness and cancellation."""
    late = LateClause(bp_per_week=50, cap_bp=200, cancel_after_days=14)
    order = open_order(
        actor=buyer.actor, buyer_id=buyer.organization.id, vendor_id=vendor.organization.id,
        title="IP67 die-cast enclosures", currency="EUR",
        lines=[NewLine("Enclosure 120×80×55", Decimal("5000"), "pcs", Decimal("4.82"), "ND-1280")],
        freight_minor=90_000, lead_time_days=18, source="rfq:RFQ-2481", terms={"incoterm": "DAP", "place": "Delft"},
        ship_to={"city": "Delft", "country": "NL"}, key=ids.token(12), at=AT,
        plan=Plan(**{"late": late, "cancel_fee_bp": 1000, **clauses}),
    )  # fmt: skip
    drain_until_empty()
    return order


def funded(order: Order, buyer: Person) -> None:
    """Paid into escrow on the day that the order was opened."""
    with clock.stopped_at(AT):
        steps.funded(order, buyer)


def proposed(order: Order, person: Person, *, day: int = 2, **changes: Any) -> Amendment:
    """A change is on the table."""
    row = services.propose_amendment(
        actor=person.actor, order_number=order.number, changes=Changes(**changes), note="Tooling is late.",
        key=ids.token(12), at=days(day),
    )  # fmt: skip
    drain_until_empty()
    return row


def accepted(row: Amendment, person: Person, *, day: int = 3) -> Amendment:
    """The other side accepts what it saw."""
    found = services.accept_amendment(
        actor=person.actor, order_number=row.order.number, no=row.no, shown_hash=row.hash, key=ids.token(12),
        at=days(day),
    )  # fmt: skip
    drain_until_empty()
    return found


def cancelled(order: Order, person: Person, *, day: int = 5) -> Cancellation:
    """One side ends the order by its right."""
    row = services.cancel_order(
        actor=person.actor, order_number=order.number, reason="Plans changed.", key=ids.token(12), at=days(day)
    )
    drain_until_empty()
    return row


def ring(at: datetime) -> int:
    """Every clock that is due."""
    rung = fire_due_timers(actor=SYSTEM, at=at)
    drain_until_empty()
    return rung
