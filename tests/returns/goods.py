"""The steps of a return through the services, and what they leave behind."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from escrow.models import ReleaseUnit
from escrow.returns import queries, services
from escrow.returns.machinery.offers import Offer
from escrow.returns.models import Return
from escrow.returns.services.goods import LineVerdict, Receipt
from escrow.returns.services.requests import NewLine, Wanted
from escrow.services import fire_due_timers
from marketplace.ledger.models import Order
from marketplace.lib import ids
from marketplace.lib.actor import Actor
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person
from tests.escrow.steps import days

SYSTEM = Actor.for_system("tests")


def requested(
    order: Order,
    buyer: Person,
    *,
    pieces: str = "500",
    reason: str = "DEFECTIVE",
    wanted: Wanted | None = None,
    day: int = 16,
    key: str = "",
) -> Return:
    """500 of 5,000 enclosures are defective: with their part of the freight €2,500.00."""
    row = services.request_return(
        actor=buyer.actor, order_number=order.number, lines=[NewLine(1, Decimal(pieces), "LOT-7")], reason=reason,
        note="Gaskets leak at 0.4 bar.", wanted=wanted or Wanted(), key=key or ids.token(12), at=days(day),
    )  # fmt: skip
    drain_until_empty()
    return row


def accepted_offer(row: Return, person: Person, *, day: int = 17) -> Return:
    """The other side takes what is on the table."""
    page = queries.return_page(person.actor, row.number)
    assert page.open_offer
    return services.accept_offer(
        actor=person.actor, number=row.number, offer_hash=page.open_offer.hash, key=ids.token(12), at=days(day)
    )


def countered(row: Return, person: Person, *, day: int = 17, **offer: Any) -> Return:
    """Another proposal."""
    values: dict[str, Any] = {"remedy": "REFUND", "freight_payer": "VENDOR", "quantities": {"1": "500"}, **offer}
    return services.counter_offer(
        actor=person.actor,
        number=row.number,
        offer=Offer(**values),
        key=ids.token(12),
        at=days(day),
    )


def sent(row: Return, buyer: Person, *, freight_minor: int = 0, day: int = 18) -> Return:
    """The goods go back."""
    return services.ship_return(
        actor=buyer.actor, number=row.number, carrier="DHL", tracking_number="JD-1", freight_minor=freight_minor,
        key=ids.token(12), at=days(day),
    )  # fmt: skip


def received(row: Return, vendor: Person, *, pieces: str = "500", day: int = 21) -> Return:
    """The supplier counts what arrived."""
    return services.receive_return(
        actor=vendor.actor, number=row.number, receipts={1: Receipt(quantity=Decimal(pieces))}, key=ids.token(12),
        at=days(day),
    )  # fmt: skip


def judged(row: Return, vendor: Person, *, day: int = 22, **outcomes: str) -> Return:
    """The supplier's verdict: ``AS_CLAIMED="400", NO_FAULT="100"``."""
    verdict = LineVerdict(
        outcomes={name: Decimal(count) for name, count in (outcomes or {"AS_CLAIMED": "500"}).items()}
    )
    return services.judge_return(
        actor=vendor.actor, number=row.number, verdicts={1: verdict}, key=ids.token(12), at=days(day)
    )


def settled(row: Return, buyer: Person, *, day: int = 23) -> Return:
    """The buyer agrees with the verdict."""
    found = services.accept_verdict(actor=buyer.actor, number=row.number, key=ids.token(12), at=days(day))
    drain_until_empty()
    return found


def judged_return(order: Order, buyer: Person, vendor: Person, *, wanted: Wanted | None = None) -> Return:
    """A return from its request to a verdict that proves the claim."""
    row = requested(order, buyer, wanted=wanted)
    accepted_offer(row, vendor)
    sent(row, buyer)
    received(row, vendor)
    return judged(row, vendor)


def ring(at: datetime) -> int:
    """Every clock that is due."""
    rung = fire_due_timers(actor=SYSTEM, at=at)
    drain_until_empty()
    return rung


def after(row: Return, days_later: int) -> datetime:
    """So many days after the return was requested."""
    return row.requested_at + timedelta(days=days_later)


@dataclass(frozen=True)
class Money:
    """Where the delivery's money is, over all its units; ``state`` of the part that goes back."""

    released_minor: int
    refunded_minor: int
    frozen_minor: int
    open_minor: int
    state: str


def unit_of(order: Order) -> Money:
    """The delivery as it stands."""
    units = list(ReleaseUnit.objects.filter(order=order))
    sums = {name: sum(getattr(unit, name) for unit in units) for name in Money.__annotations__ if name != "state"}
    return Money(**sums, state=units[-1].state)
