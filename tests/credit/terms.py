"""Net terms in steps, through the services: credit is asked for and granted, orders take it, shipments are invoiced."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from escrow import services as core
from escrow.credit import services
from escrow.credit.models import CreditAccount, Invoice
from escrow.credit.services import CreditTerms
from escrow.gateways.fake.engine import Choice
from escrow.services import fire_due_timers
from marketplace.ledger.models import Order
from marketplace.ledger.plans import Plan
from marketplace.ledger.queries import CreditLine, credit_line
from marketplace.ledger.services import NewLine, open_order
from marketplace.lib import clock, ids
from marketplace.lib.actor import Actor
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person
from tests.escrow import steps
from tests.escrow.steps import AT

SYSTEM = Actor.for_system("test")


def days(count: int) -> datetime:
    """So many days after the order was opened."""
    return AT + timedelta(days=count)


@contextmanager
def day(count: int) -> Iterator[datetime]:
    """The clock stands still on that day, also for what reacts."""
    with clock.stopped_at(days(count)):
        yield days(count)


def requested(buyer: Person, lender: Person, *, amount: int = 5_000_000, currency: str = "EUR") -> CreditAccount:
    """The buyer asks for €50,000.00."""
    with day(0) as at:
        account = services.request_credit(
            actor=buyer.actor,
            lender=lender.organization.slug if lender.organization.can_sell else "",
            currency=currency,
            amount_minor=amount,
            note="We buy enclosures each quarter.",
            key=ids.token(12),
            at=at,
        )
        drain_until_empty()
    return account


def granted(buyer: Person, lender: Person, *, limit: int = 5_000_000, **terms: Any) -> CreditAccount:
    """The lender agrees: net 30."""
    account = requested(buyer, lender)
    with day(0) as at:
        account = services.approve_credit(
            actor=lender.actor, number=account.number, limit_minor=limit, terms=CreditTerms(**terms),
            key=ids.token(12), at=at,
        )  # fmt: skip
        drain_until_empty()
    return account


def opened(buyer: Person, vendor: Person, *, quantity: int = 5000, on: int = 0, freight: int = 90_000) -> Order:
    """5,000 enclosures at 4.82 and 900 freight on net 30: 25,000.00 in all, 3 % commission."""
    with day(on) as at:
        order = open_order(
            actor=buyer.actor,
            buyer_id=buyer.organization.id,
            vendor_id=vendor.organization.id,
            title="IP67 die-cast enclosures",
            currency="EUR",
            lines=[NewLine("Enclosure 120×80×55", Decimal(quantity), "pcs", Decimal("4.82"), "ND-1280")],
            freight_minor=freight,
            lead_time_days=18,
            source="rfq:RFQ-2481",
            terms={"incoterm": "DAP", "place": "Delft"},
            ship_to={"city": "Delft", "country": "NL"},
            plan=Plan(kind="terms", net_days=30),
            key=ids.token(12),
            at=at,
        )
        drain_until_empty()
    order.refresh_from_db()
    return order


def shipped(order: Order, vendor: Person, *, on: int = 10, quantity: int | None = None) -> list[Invoice]:
    """The goods leave; returns what was invoiced for it."""
    before = set(Invoice.objects.values_list("pk", flat=True))
    with day(on) as at:
        core.ship_order(
            actor=vendor.actor,
            number=order.number,
            carrier="DB Schenker",
            tracking_number=f"SCH-{ids.token(6)}",
            quantities={1: Decimal(quantity)} if quantity else None,
            key=ids.token(12),
            at=at,
        )
        drain_until_empty()
    return list(Invoice.objects.exclude(pk__in=before).order_by("number"))


def invoiced(buyer: Person, vendor: Person, *, on: int = 10) -> Invoice:
    """An order on terms from its opening to its invoice, issued on day 10, due on day 40."""
    [invoice] = shipped(opened(buyer, vendor), vendor, on=on)
    return invoice


def paid(invoice: Invoice, buyer: Person, *, amount: int | None = None, on: int = 20) -> None:
    """The buyer pays on the provider's page."""
    with day(on) as at:
        operation = services.pay_invoice(
            actor=buyer.actor, number=invoice.number, amount_minor=amount, key=ids.token(12), at=at
        )
        steps.choose(operation, Choice.PAY)
        drain_until_empty()
    invoice.refresh_from_db()


def clocks(on: int) -> int:
    """The sweep of that day."""
    with day(on) as at:
        rung = fire_due_timers(actor=SYSTEM, at=at)
        drain_until_empty()
    return rung


def line(account: CreditAccount) -> CreditLine:
    """How the credit line stands."""
    return credit_line(account.number)
