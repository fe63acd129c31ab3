"""The main job in steps, through the services: an order is opened, paid, shipped, delivered, accepted, paid out."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from escrow import services
from escrow.gateways.fake import engine
from escrow.gateways.fake.engine import Choice
from escrow.models import GatewayOperation, PayoutBatch, Release, Shipment
from marketplace.ledger.models import Order
from marketplace.ledger.plans import Plan
from marketplace.ledger.queries import balances_by_kind
from marketplace.ledger.services import NewLine, open_order
from marketplace.ledger.verify import verify
from marketplace.lib import ids
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def days(count: int) -> datetime:
    """So many days after the order was opened."""
    return AT + timedelta(days=count)


def opened(buyer: Person, vendor: Person, *, currency: str = "EUR", key: str = "", plan: Plan | None = None) -> Order:
    """5,000 enclosures at 4.82 and 900 freight: 25,000.00 in all, 3 % commission."""
    order = open_order(
        actor=buyer.actor,
        buyer_id=buyer.organization.id,
        vendor_id=vendor.organization.id,
        title="IP67 die-cast enclosures",
        currency=currency,
        lines=[NewLine("Enclosure 120×80×55", Decimal("5000"), "pcs", Decimal("4.82"), "ND-1280")],
        freight_minor=90_000,
        lead_time_days=18,
        source="rfq:RFQ-2481",
        terms={"incoterm": "DAP", "place": "Delft", "lead_time_days": 18},
        ship_to={"city": "Delft", "country": "NL"},
        plan=plan,
        key=key or ids.token(12),
        at=AT,
    )
    drain_until_empty()
    return order


def checkout(order: Order, buyer: Person, *, at: datetime = AT) -> GatewayOperation:
    """The buyer stands before the payment page."""
    return services.start_payment(actor=buyer.actor, number=order.number, key=ids.token(12), at=at)


def choose(operation: GatewayOperation, choice: Choice) -> None:
    """What the buyer does on the sandbox's page, and all that follows from it."""
    assert operation.gateway_ref
    engine.choose(ref=operation.gateway_ref, choice=choice, at=AT)
    drain_until_empty()


def funded(order: Order, buyer: Person) -> GatewayOperation:
    """The order is paid into escrow."""
    operation = checkout(order, buyer)
    choose(operation, Choice.PAY)
    operation.refresh_from_db()
    return operation


def shipped(order: Order, vendor: Person, *, day: int = 10) -> Shipment:
    """The goods left."""
    shipment = services.ship_order(
        actor=vendor.actor,
        number=order.number,
        carrier="DB Schenker",
        tracking_number="SCH-884120",
        key=ids.token(12),
        at=days(day),
    )
    drain_until_empty()
    return shipment


def delivered(order: Order, reporter: Person, *, day: int = 14) -> None:
    """The goods arrived."""
    services.report_delivery(actor=reporter.actor, number=order.number, key=ids.token(12), at=days(day))
    drain_until_empty()


def accepted(order: Order, buyer: Person, *, day: int = 15) -> Release:
    """The buyer is content."""
    services.accept_order(actor=buyer.actor, number=order.number, key=ids.token(12), at=days(day))
    drain_until_empty()
    return Release.objects.get(order=order)


def released(buyer: Person, vendor: Person, *, currency: str = "EUR") -> Order:
    """An order from its opening to its release."""
    order = opened(buyer, vendor, currency=currency)
    funded(order, buyer)
    shipped(order, vendor)
    accepted(order, buyer)
    return order


def paid_out(operator: Person, *, day: int = 16) -> PayoutBatch:
    """The operator runs a batch."""
    batch = services.run_payout_batch(actor=operator.actor, key=ids.token(12), at=days(day))
    drain_until_empty()
    return batch


def state_of(order: Order) -> str:
    """Where the order stands in the database."""
    return Order.objects.values_list("state", flat=True).get(pk=order.pk)


def trial_balance() -> dict[str, int]:
    """Debit-positive totals in EUR by account kind, zeros left out."""
    rows = balances_by_kind()
    return {row["kind"]: row["total"] for row in rows if row["total"] and row["currency"] == "EUR"}


def assert_books_agree() -> None:
    """The ledger can be re-added, and what we and our buyers hold at the provider is what the provider says."""
    assert verify() == []
    for kind, theirs in (("psp", engine.balance()), ("psp_cash", engine.cash_balance())):
        ours = {row["currency"]: row["total"] for row in balances_by_kind() if row["kind"] == kind and row["total"]}
        assert {code: minor for code, minor in theirs.items() if minor} == ours
