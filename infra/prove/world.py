"""A market of three companies with a clock and chance of its own: the same seed gives the same history.

Everything happens through the services, against the fake provider under the real SDK, inside one transaction that is
rolled back at the end, so that thousands of worlds leave nothing behind.
"""

import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from unittest import mock
from uuid import UUID

from django.db import transaction
from django.test import override_settings

from escrow import queries, services
from escrow.gateways.fake import delivery, engine
from escrow.gateways.fake.models import Notice, Thing
from escrow.gateways.port import GatewaySilent
from escrow.models import GatewayEvent, GatewayOperation
from infra.prove import line as lines
from marketplace.identity.models import Organization
from marketplace.identity.policy import capabilities_of
from marketplace.ledger import queries as ledger
from marketplace.ledger.models import Order
from marketplace.ledger.plans import Plan
from marketplace.ledger.services import NewLine, open_order
from marketplace.ledger.verify import verify
from marketplace.lib import clock, ids
from marketplace.lib.actor import Actor

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SYSTEM = Actor.for_system("proof")
MINUTE = timedelta(minutes=1)
_SETTINGS = {
    "PAYMENT_GATEWAY": "escrow.gateways.stripe.adapter.StripeGateway",
    "STRIPE_SECRET_KEY": "",
    "STRIPE_FAKE_TRANSPORT": lines.PATH,
}
KINDS = {"PAYMENT": "payment_intent", "REFUND": "refund", "TRANSFER": "transfer"}
"""What the provider calls what our operations make."""


@dataclass
class World:
    """Who trades, what time it is, and chance. ``keys`` numbers the idempotency keys."""

    chance: random.Random
    now: datetime = START
    keys: int = 0
    numbers: list[str] = field(default_factory=list)
    buyer: Actor = field(default_factory=lambda: _company("buy", "buyer.admin"))
    vendor: Actor = field(default_factory=lambda: _company("sell", "vendor.admin"))
    operator: Actor = field(default_factory=lambda: _company("operate", "operator.admin"))

    def __post_init__(self) -> None:
        """The vendor's account at the provider is ready."""
        assert self.vendor.organization_id is not None
        engine.open_recipient(organization_id=self.vendor.organization_id, name="Vendor", at=self.now)

    def key(self) -> str:
        """A new idempotency key."""
        self.keys += 1
        return f"world-key-{self.keys}"

    def pass_time(self, by: timedelta) -> None:
        """Let time pass here and at the provider."""
        self.now += by
        engine.settle_due(at=self.now)

    def open_order(self, plan: Plan | None = None, *, amount: int = 0) -> str:
        """A new order; returns its number. ``amount`` is minor units, or chance decides."""
        assert self.buyer.organization_id is not None
        assert self.vendor.organization_id is not None
        amount = amount or self.chance.randint(1_000, 5_000_000)
        order = open_order(
            actor=self.buyer,
            buyer_id=self.buyer.organization_id,
            vendor_id=self.vendor.organization_id,
            title="Enclosures",
            currency="EUR",
            lines=[NewLine("Enclosure", Decimal(10), "pcs", Decimal(amount) / 1000)],
            freight_minor=amount % 10,
            lead_time_days=20,
            source=f"rfq:{self.key()}",
            terms={},
            ship_to={},
            key=self.key(),
            at=self.now,
            plan=plan,
        )
        self.numbers.append(order.number)
        return order.number

    def run_due(self) -> int:
        """What the sweep does: every operation whose turn has come takes a step."""
        due = queries.due_operations(self.now)
        for operation_id in due:
            services.run_operation(actor=SYSTEM, operation_id=operation_id, at=self.now)
        return len(due)

    def deliver(self, notice: Notice) -> None:
        """The provider calls our webhook."""
        delivery.deliver(notice_id=notice.id, at=self.now)

    def notices(self) -> list[Notice]:
        """What the provider has not told us yet."""
        return list(Notice.objects.filter(delivered_at__isnull=True).order_by("created_at", "ref"))

    def work_off(self) -> int:
        """Work off every stored notice, in any order; one whose question gets no answer stays."""
        waiting = list(GatewayEvent.objects.filter(state="RECEIVED").order_by("ref"))
        self.chance.shuffle(waiting)
        for event in waiting:
            try:
                services.process_gateway_event(actor=SYSTEM, event_id=event.id, at=self.now)
            except GatewaySilent:
                continue
        return len(waiting)

    def order(self, number: str) -> Order:
        """One order."""
        return ledger.get_order(SYSTEM, number)


def _company(side: str, role: str) -> Actor:
    made = Organization.objects.create(
        name=f"Proof {side}",
        slug=f"proof-{side}-{ids.token(8)}",
        country="NL",
        can_buy=side == "buy",
        can_sell=side == "sell",
        can_operate=side == "operate",
        created_at=START,
    )
    return Actor(
        user_name=f"Proof {side}",
        organization_id=made.id,
        organization_name=made.name,
        sides=frozenset({side}),
        capabilities=capabilities_of([role]),
    )


@contextmanager
def world(seed: int) -> Iterator[World]:
    """A world that is gone afterwards. Time, identifiers and chance come out of ``seed`` alone."""
    chance = random.Random(seed)  # noqa: S311  # repeatable on purpose
    lines.line.renew()
    with _undone(), _decided_by(chance) as held, override_settings(**_SETTINGS):
        made = World(chance)
        held.append(made)
        yield made


@contextmanager
def _undone() -> Iterator[None]:
    """Everything inside is rolled back; the services' own transactions count as outermost ones."""
    outer = transaction.atomic()
    outer._from_testcase = True  # type: ignore[attr-defined]  # as Django's own test cases do
    with outer:
        yield
        transaction.set_rollback(True)


@contextmanager
def _decided_by(chance: random.Random) -> Iterator[list[World]]:
    held: list[World] = []
    ticks = iter(range(10**15))
    began = int(START.timestamp() * 1000)

    def now() -> datetime:
        return held[0].now if held else START

    def nanoseconds() -> int:
        return (began + next(ticks)) * 1_000_000

    with (
        mock.patch.object(clock, "now", now),
        mock.patch.object(ids, "secrets", SimpleNamespace(randbits=chance.getrandbits)),
        mock.patch.object(ids, "time", SimpleNamespace(time_ns=nanoseconds)),
    ):
        yield held


def faults_of() -> list[str]:
    """Everything that is wrong in a world at rest: the books, the provider's balance, and what was done twice."""
    found = [f"{one.check}: {one.subject}: {one.detail}" for one in verify()]
    ours, theirs = ledger.provider_balances("stripe"), engine.balance()
    if _moving(ours) != _moving(theirs):
        found.append(f"balance: ours {_moving(ours)}, the provider's {_moving(theirs)}")
    found.extend(_made_wrongly())
    return found


def _moving(balances: Mapping[str, int]) -> dict[str, int]:
    return {currency: minor for currency, minor in balances.items() if minor}


def _made_wrongly() -> list[str]:
    """Each operation that succeeded made one thing at the provider, each that was refused none."""
    made: dict[UUID, int] = {}
    for kind in KINDS.values():
        for thing in Thing.objects.filter(kind=kind):
            operation_id = thing.data.get("metadata", {}).get("op")
            if operation_id and (kind != "payment_intent" or thing.data["status"] == "succeeded"):
                made[UUID(operation_id)] = made.get(UUID(operation_id), 0) + 1
    states = dict(GatewayOperation.objects.values_list("id", "state"))
    wrong = [f"{made[one]} things of {one}" for one in made if made[one] > 1]
    wrong += [f"{one} is {states.get(one)}, but was done" for one in made if states.get(one) != "SUCCEEDED"]
    lost = [one for one, state in states.items() if state == "SUCCEEDED" and one not in made]
    return wrong + [f"{one} is booked, but was never done" for one in lost]


def at_rest() -> list[str]:
    """Operations that are not at their end."""
    unsettled = GatewayOperation.objects.unsettled().order_by("created_at")
    return [f"{one} is {one.state} after {one.attempts} attempts: {one.error}" for one in unsettled]
