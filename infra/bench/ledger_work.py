"""What the processes of the measurement do: book through the service, and take whole steps of orders."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction

from infra.bench.ledger_data import ACCOUNTS, AT, COMMISSION, GROSS, TAX
from marketplace.identity.models import Organization
from marketplace.ledger import movements
from marketplace.ledger.models import Order
from marketplace.ledger.services import NewLine, advance_order, open_order, post
from marketplace.lib.actor import Actor

ACTOR = Actor.for_system("infra.bench")
_SHARE = movements.Share(commission=COMMISSION, commission_tax=TAX)


def book(worker: int, number: int) -> bool:
    """A release of four legs through ``post``: two guarded accounts, two of the platform."""
    place = number * 8 + worker
    movement = movements.release(
        order_number=f"BENCH-{place * 17 % ACCOUNTS}",
        sources={1: GROSS},
        vendor_id=UUID(int=1 + place * 31 % (ACCOUNTS - 1)),
        currency="EUR",
        share=_SHARE,
    )
    with transaction.atomic():
        post(key=f"release:{uuid4()}", movement=movement, at=AT, actor=ACTOR)
    return True


@dataclass(frozen=True)
class Parties:
    """A buyer and a vendor."""

    buyer: UUID
    vendor: UUID

    @classmethod
    def enter(cls) -> "Parties":
        """Two companies."""
        buyer = Organization.objects.create(
            name="Bench Buyer", slug="bench-buyer", can_buy=True, country="NL", created_at=AT
        )
        vendor = Organization.objects.create(
            name="Bench Vendor", slug="bench-vendor", can_sell=True, country="PL", created_at=AT
        )
        return cls(buyer.id, vendor.id)

    def open(self, worker: int, number: int) -> bool:
        """Open one order of €2,500.00."""
        open_order(
            actor=ACTOR, buyer_id=self.buyer, vendor_id=self.vendor, title="Enclosures", currency="EUR",
            lines=[NewLine("Enclosure", Decimal(500), "pcs", Decimal(5))], freight_minor=0, lead_time_days=18,
            source="bench", terms={"incoterm": "DAP"}, ship_to={"city": "Delft"}, key=f"{worker}:{number}", at=AT,
        )  # fmt: skip
        return True


@dataclass(frozen=True)
class Funding:
    """One whole step of an order: lock, guard, posting, timeline, event in the outbox."""

    orders: list[list[Order]]

    def fund(self, worker: int, number: int) -> bool:
        """The worker's next order is paid. False when it has no more."""
        if number >= len(self.orders[worker]):
            return False
        order = self.orders[worker][number]
        with transaction.atomic():
            advance_order(actor=ACTOR, order_id=order.id, action="fund", at=AT)
            movement = movements.payment_received(
                provider="stripe", order_number=order.number, leg=1, currency="EUR", amount=order.total_minor
            )
            post(key=f"stripe:{order.id}", movement=movement, order_id=order.id, at=AT, actor=ACTOR)
        return True
