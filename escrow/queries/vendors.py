"""A vendor's money: where it is, until when, and what comes out of it on which day. Amounts are minor units."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet, Sum

from escrow import paydays
from escrow.machinery.payables import payables
from escrow.models import Payout, Release, Timer
from escrow.states import PayoutState, TimerName
from marketplace.identity.models import Organization
from marketplace.ledger import queries as ledger
from marketplace.ledger.plans import percent
from marketplace.ledger.queries import Settling
from marketplace.ledger.states import OPEN_STATES, PayoutMethod
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound

_KINDS = {
    "vendor_pending": "pending", "vendor_available": "available", "vendor_in_transit": "under_way",
    "vendor_reserve": "reserve",
}  # fmt: skip


@dataclass(kw_only=True)
class VendorMoney:
    """A vendor's money in one currency.

    ``held`` is in escrow for it (after commission), ``pending`` waits until ``pending_until``, ``available`` goes
    out on ``payday``, ``under_way`` was sent, ``reserve`` is kept back (the first of it until ``reserve_until``),
    ``debt`` is what it owes us and ``paid`` what it has been paid since it joined.
    """

    currency: str
    held: int = 0
    pending: int = 0
    available: int = 0
    under_way: int = 0
    reserve: int = 0
    debt: int = 0
    paid: int = 0
    pending_until: datetime | None = None
    reserve_until: datetime | None = None
    payday: date | None = None
    waits: str = field(default="")

    @property
    def parts(self) -> list[tuple[str, int]]:
        """For the drawn bar: all that is the vendor's and not paid yet."""
        return [
            ("in escrow", self.held), ("pending", self.pending), ("available", self.available),
            ("on its way", self.under_way), ("reserve", self.reserve),
        ]  # fmt: skip

    @property
    def total(self) -> int:
        """The whole bar."""
        return sum(amount for _, amount in self.parts)

    @property
    def next_amount(self) -> int:
        """What the next payout would bring if it went now: available money less the debt."""
        return max(self.available - self.debt, 0)


def vendor_money(vendor_id: UUID) -> list[VendorMoney]:
    """The vendor's money by currency, the largest first. Four SQL queries."""
    rows: dict[str, VendorMoney] = {}

    def add(currency: str, name: str, amount: int) -> None:
        row = rows.setdefault(currency, VendorMoney(currency=currency))
        setattr(row, name, getattr(row, name) + amount)

    orders = ledger.orders_visible_to(Actor.for_system("escrow.queries")).filter(vendor_id=vendor_id)
    facts = {order.number: order for order in orders.filter(state__in=OPEN_STATES)}
    for number, amounts in ledger.held_by_order(list(facts)).items():
        order, held = facts[number], sum(amounts)
        ours = (order.commission_minor + order.commission_tax_minor) * held // order.total_minor
        add(order.currency, "held", held - ours)
    for currency, kind, amount in ledger.vendor_balances(vendor_id):
        if kind in _KINDS:
            add(currency, _KINDS[kind], amount)
        elif kind == "vendor_debt":
            add(currency, "debt", -amount)
    paid = Payout.objects.filter(vendor_id=vendor_id, state=PayoutState.PAID).values_list("currency")
    for currency, amount in paid.annotate(Sum("amount_minor")).order_by():
        add(currency, "paid", amount)
    return sorted(rows.values(), key=lambda row: (-(row.total + row.paid), row.currency))


def vendor_money_dated(vendor_id: UUID, at: datetime) -> list[VendorMoney]:
    """As ``vendor_money``, with the days on which something happens. Eight SQL queries and those of ``payables``."""
    rows = vendor_money(vendor_id)
    terms = ledger.settlement_terms(vendor_id)
    payday = paydays.next_payday(terms.schedule, terms.schedule_day, at.date())
    reasons = {who.currency: who.reason for who in payables(at) if who.vendor_id == vendor_id and not who.can_wait}
    pending = _first_due(vendor_id, TimerName.MATURE, "settled_currency")
    reserve = _first_due(vendor_id, TimerName.RESERVE_END, "currency")
    for row in rows:
        row.payday = payday
        row.waits = reasons.get(row.currency, "")
        row.pending_until, row.reserve_until = pending.get(row.currency), reserve.get(row.currency)
    return rows


def _first_due(vendor_id: UUID, name: str, currency: str) -> dict[str, datetime]:
    """When the first of the vendor's running clocks of a kind fires, by currency."""
    running = Timer.objects.filter(order__vendor_id=vendor_id, name=name, fired_at=None, stopped_at=None)
    due_at = dict(running.values_list("subject", "due_at"))
    releases = Release.objects.filter(pk__in=list(due_at)).values_list("id", currency)
    found: dict[str, datetime] = {}
    for release_id, code in releases:
        moment = due_at[str(release_id)]
        found[code] = min(found.get(code, moment), moment)
    return found


def terms_words(terms: Settling) -> str:
    """``every day; released money waits 7 days; 5 % is kept back for 90 days``."""
    told = [paydays.words(terms.schedule, terms.schedule_day)]
    if terms.maturity_days:
        told.append(f"released money waits {terms.maturity_days} days")
    if terms.reserve_bp:
        told.append(f"{percent(terms.reserve_bp)} is kept back for {terms.reserve_days} days")
    return "; ".join(told)


def selling_companies() -> QuerySet[Organization]:
    """Everyone who may sell, by name."""
    return Organization.objects.filter(can_sell=True).order_by("name")


def get_vendor(slug: str) -> Organization:
    """A selling company by the name in its address. Raises NotFound."""
    found = selling_companies().filter(slug=slug).first()
    if found is None:
        raise NotFound
    return found


def open_bank_payouts() -> QuerySet[Payout]:
    """Payouts that our own bank has to send, the oldest first."""
    waiting = Payout.objects.filter(method=PayoutMethod.BANK, state=PayoutState.RESERVED)
    return waiting.select_related("vendor", "batch", "sent_by").order_by("created_at", "id")


@dataclass(frozen=True, slots=True)
class Debt:
    """What a vendor owes the market, minor units, and for how many days."""

    vendor: Organization
    currency: str
    amount: int
    days: int


def vendor_debts(at: datetime) -> list[Debt]:
    """All debts of vendors, the oldest first."""
    rows = ledger.aged_debts()
    vendors = Organization.objects.in_bulk({row.vendor_id for row in rows})
    return [Debt(vendors[row.vendor_id], row.currency, row.amount, (at - row.since).days) for row in rows]
