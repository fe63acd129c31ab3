"""Money in sum: releases and payouts, and the operator's comparison of the ledger with the provider."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from escrow import journey
from escrow.gateways.port import GatewaySilent, get_gateway
from escrow.models import GatewayEvent, GatewayOperation, Payout, PayoutBatch, Release
from escrow.states import InboxState, PayoutState
from marketplace.ledger import queries as ledger
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound
from marketplace.lib.money import CURRENCIES

SWEEP = 100


@dataclass(frozen=True)
class MoneyByOrder:
    """One released order in the vendor's list: gross, commission and the tax on it, what was kept
    back (reserve, debt), net, the rule behind the commission, and the payout that took it."""

    number: str
    title: str
    currency: str
    gross_minor: int
    commission_minor: int
    tax_minor: int
    kept_minor: int
    net_minor: int
    settled_minor: int
    rule: str
    released_at: datetime
    payout_number: str
    payout_state: str


def released_orders(
    vendor_id: UUID, *, payout_id: UUID | None = None, unpaid: bool = False, limit: int = 100
) -> list[MoneyByOrder]:
    """The vendor's released orders, newest first, or those of one payout. One SQL query."""
    releases = Release.objects.filter(vendor_id=vendor_id).select_related("order", "payout")
    if payout_id:
        releases = releases.filter(payout_id=payout_id)
    if unpaid:
        releases = releases.filter(payout__isnull=True)
    return [
        MoneyByOrder(
            number=release.order.number,
            title=release.order.title,
            currency=release.currency,
            gross_minor=release.gross_minor,
            commission_minor=release.commission_minor,
            tax_minor=release.commission_tax_minor,
            kept_minor=release.reserve_minor + release.debt_minor,
            settled_minor=release.settled_minor - release.clawed_minor,
            rule=release.order.commission_rule.get("words", ""),
            net_minor=release.net_minor,
            released_at=release.released_at,
            payout_number=release.payout.number if release.payout else "",
            payout_state=release.payout.state if release.payout else "",
        )
        for release in releases.order_by("-released_at", "-id")[:limit]
    ]


def payouts_visible_to(actor: Actor) -> QuerySet[Payout]:
    """Payouts, newest first: the vendor's own, or all for the operator's money roles."""
    return (
        Payout.objects.visible_to(actor).select_related("batch", "vendor", "operation").order_by("-created_at", "-id")
    )


def get_payout(actor: Actor, number: str) -> Payout:
    """One payout. Raises NotFound if absent or invisible."""
    payout = payouts_visible_to(actor).filter(number=number).first()
    if payout is None:
        raise NotFound
    return payout


def payout_batches() -> QuerySet[PayoutBatch]:
    """Batches, newest first, with how many payouts they hold and how many are paid."""
    return PayoutBatch.objects.annotate(
        payouts_count=Count("payouts"), paid_count=Count("payouts", filter=Q(payouts__state=PayoutState.PAID))
    ).order_by("-created_at", "-id")


def get_batch(number: str) -> PayoutBatch:
    """One batch. Raises NotFound."""
    batch = payout_batches().filter(number=number).first()
    if batch is None:
        raise NotFound
    return batch


def open_operations() -> QuerySet[GatewayOperation]:
    """Operations without a booked answer, the oldest first: what an operator watches."""
    return GatewayOperation.objects.unsettled().select_related("order").order_by("created_at")


def due_operations(at: datetime) -> list[UUID]:
    """Operations whose turn has come, the longest waiting first: what the sweep hands to the runner."""
    return list(GatewayOperation.objects.due(at).order_by("next_attempt_at").values_list("id", flat=True)[:SWEEP])


def waiting_events(before: datetime) -> list[UUID]:
    """Notices that were stored before ``before`` and not worked off yet: what the sweep takes up."""
    waiting = GatewayEvent.objects.filter(state=InboxState.RECEIVED, received_at__lt=before)
    return list(waiting.order_by("received_at").values_list("id", flat=True)[:SWEEP])


def orphaned_events() -> QuerySet[GatewayEvent]:
    """Notices that match nothing of ours."""
    return GatewayEvent.objects.filter(state=InboxState.ORPHANED).order_by("-received_at")


@dataclass(frozen=True)
class HeldMoney:
    """One currency, minor units: what the ledger says is at the provider, what the provider says, and for whom it is.

    ``provider`` is None when the provider does not answer.
    """

    currency: str
    ledger: int
    provider: int | None
    escrow: int
    vendors: int
    in_transit: int
    wallets: int
    own: int

    @property
    def is_equal(self) -> bool:
        """To the cent."""
        return self.ledger == self.provider

    @property
    def parts(self) -> list[tuple[str, int]]:
        """For whom it is, named."""
        return [
            ("In escrow", self.escrow), ("Payable to suppliers", self.vendors), ("On the way", self.in_transit),
            ("Wallets", self.wallets), ("Ours", self.own),
        ]  # fmt: skip

    @property
    def owed(self) -> int:
        """What is not ours."""
        return self.escrow + self.vendors + self.in_transit + self.wallets


def held_money(*, ask: bool = True) -> list[HeldMoney]:
    """The ledger beside the provider, by currency; with ``ask`` false, the ledger alone. Two SQL queries of ours."""
    try:
        provider = get_gateway().balance() if ask else None
    except GatewaySilent:
        provider = None
    booked: dict[str, dict[str, int]] = {}
    for row in _money_by_kind():
        booked.setdefault(row["currency"], {})[row["kind"]] = row["total"]
    return [
        HeldMoney(
            currency=currency,
            ledger=kinds.get("psp", 0),
            provider=None if provider is None else provider.get(currency, 0),
            escrow=-kinds.get("escrow", 0) - kinds.get("hold", 0),
            vendors=-sum(kinds.get(f"vendor_{name}", 0) for name in ("pending", "available", "reserve")),
            in_transit=-kinds.get("vendor_in_transit", 0) - kinds.get("refund_it", 0),
            wallets=-kinds.get("wallet", 0),
            own=-kinds.get("inc_commission", 0) - kinds.get("exp_psp_fee", 0),
        )
        for currency, kinds in sorted((booked | {code: booked.get(code, {}) for code in provider or {}}).items())
    ]


@dataclass(frozen=True)
class Books:
    """One line of the trial balance, minor units: ``debit`` or ``credit`` is 0."""

    name: str
    account_class: str
    currency: str
    accounts: int
    debit: int
    credit: int


def books() -> list[Books]:
    """The trial balance; debits and credits of each currency are equal."""
    return [
        Books(
            name=journey.account_words(row["kind"]),
            account_class=row["account_class"],
            currency=row["currency"],
            accounts=row["accounts"],
            debit=max(row["total"], 0),
            credit=max(-row["total"], 0),
        )
        for row in _money_by_kind()
    ]


def _money_by_kind() -> list[dict[str, Any]]:
    """The balances without the credit lines, which count what may be owed and are no money."""
    return [row for row in ledger.balances_by_kind() if row["currency"] in CURRENCIES]
