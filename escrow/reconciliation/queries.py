"""Reads of reconciliation for screens and API: each a fixed number of SQL queries. Amounts are minor units."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Min, Sum

from escrow.gateways.port import get_gateway
from escrow.machinery import schedule
from escrow.reconciliation.models import VERDICTS, BankReceipt, ReconciliationItem, ReconciliationRun
from escrow.reconciliation.querysets import ItemQuerySet, ReceiptQuerySet, RunQuerySet
from escrow.reconciliation.references import grouped, reference_for
from marketplace.ledger import queries as ledger
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound

if TYPE_CHECKING:
    from marketplace.ledger.models import Order

DAY = timedelta(days=1)


def runs(actor: Actor) -> RunQuerySet:
    """The actor's view of all runs."""
    return ReconciliationRun.objects.visible_to(actor)


def items(actor: Actor) -> ItemQuerySet:
    """The actor's view of all lines."""
    return ReconciliationItem.objects.visible_to(actor).select_related("run")


def receipts(actor: Actor) -> ReceiptQuerySet:
    """The actor's view of transfers to our bank."""
    return BankReceipt.objects.visible_to(actor).select_related("order__buyer")


def get_item(actor: Actor, item_id: UUID) -> ReconciliationItem:
    """One line. Raises NotFound."""
    item = items(actor).filter(pk=item_id).first()
    if item is None:
        raise NotFound
    return item


def get_receipt(actor: Actor, receipt_id: UUID) -> BankReceipt:
    """One receipt. Raises NotFound."""
    receipt = receipts(actor).filter(pk=receipt_id).first()
    if receipt is None:
        raise NotFound
    return receipt


@dataclass(frozen=True, slots=True)
class Standing:
    """One currency: our books, what the provider's balance was beside them at the last run, and the rest."""

    currency: str
    ours: int
    difference: int
    unexplained: int


def standing(actor: Actor) -> list[Standing]:
    """By currency, as the newest finished run left it. Two queries."""
    provider = get_gateway().name
    last = runs(actor).finished().filter(provider=provider).order_by("-started_at").first()
    difference = last.difference if last else {}
    unexplained = last.unexplained if last else {}
    ours = ledger.provider_balances(provider)
    return [
        Standing(code, ours.get(code, 0), difference.get(code, 0), unexplained.get(code, 0))
        for code in sorted({*ours, *difference})
    ]


@dataclass(frozen=True, slots=True)
class OpenClass:
    """Unresolved lines of one verdict, by age."""

    label: str
    count: int
    today: int
    older: int
    oldest: datetime | None


def open_classes(actor: Actor, at: datetime) -> list[OpenClass]:
    """What waits for a person, by class and age. Two queries."""
    waiting = items(actor).unresolved().order_by()
    rows = {row["verdict"]: row for row in waiting.values("verdict").annotate(n=Count("pk"), oldest=Min("occurred_at"))}
    young = dict(waiting.filter(occurred_at__gte=at - DAY).values_list("verdict").annotate(n=Count("pk")))
    return [
        OpenClass(
            label, rows[code]["n"], young.get(code, 0), rows[code]["n"] - young.get(code, 0), rows[code]["oldest"]
        )
        for code, label in VERDICTS
        if code in rows
    ]


def waiting_receipts(actor: Actor) -> dict[str, int]:
    """What suspense holds, by currency."""
    rows = receipts(actor).unmatched().order_by().values_list("currency").annotate(total=Sum("amount_minor"))
    return {currency: int(total) for currency, total in rows}


@dataclass(frozen=True, slots=True)
class WireInstruction:
    """What the buyer's bank needs to pay the next leg of an order; ``missing`` is what has not arrived of it."""

    reference: str
    reference_plain: str
    leg_no: int
    amount: int
    missing: int
    currency: str

    @property
    def received(self) -> int:
        """What has arrived of it and waits."""
        return self.amount - self.missing


def wire_instruction(actor: Actor, order: "Order") -> WireInstruction | None:
    """How to pay the next leg of ``order`` by bank transfer; None if no payment is due. Two queries."""
    leg = schedule.payable_leg(order)
    if leg is None:
        return None
    arrived = (
        BankReceipt.objects.visible_to(actor)
        .filter(order=order, leg_no=leg.no, state="WAITING")
        .aggregate(total=Sum("amount_minor"))["total"]
        or 0
    )
    plain = reference_for(order.number, leg.no)
    return WireInstruction(grouped(plain), plain, leg.no, leg.amount_minor, leg.amount_minor - arrived, order.currency)
