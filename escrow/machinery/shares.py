"""How released money is divided, and how a vendor gives it back. Runs in the caller's transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Sum

from escrow import splitting
from escrow.machinery import timers
from escrow.models import Refund, Release, ReleaseUnit
from escrow.states import TimerName
from marketplace.ledger import chart, movements
from marketplace.ledger import queries as ledger
from marketplace.ledger.commission import Frozen
from marketplace.ledger.movements import Settlement, Share, Waterfall
from marketplace.ledger.services import post
from marketplace.lib.money import Money, portion, to_minor

if TYPE_CHECKING:
    from marketplace.ledger.models import Order


@dataclass(frozen=True, slots=True)
class VendorPart:
    """A gross, divided; ``settlement`` if the vendor is paid in another currency."""

    share: Share
    settlement: Settlement | None


def _frozen(order: "Order") -> Frozen:
    return Frozen(total=order.total_minor, commission=order.commission_minor, tax=order.commission_tax_minor)


def terms_of(order: "Order") -> dict[str, int]:
    """Reserve (basis points, days) and waiting time of an order's releases, as frozen when it opened."""
    return {
        "reserve_bp": settings.VENDOR_RESERVE_BASIS_POINTS, "reserve_days": settings.VENDOR_RESERVE_DAYS,
        "maturity_days": settings.MATURITY_DAYS, **order.settlement_terms,
    }  # fmt: skip


def of_vendor(order: "Order", gross: int) -> VendorPart:
    """Divide the next ``gross`` of an order's releases, minor units of the order's currency."""
    already = Release.objects.filter(order=order).aggregate(total=Sum("gross_minor"))["total"] or 0
    commission, tax = _frozen(order).part(already, gross)
    if order.settlement_currency != order.currency:
        net = gross - commission - tax
        amount = to_minor(Money(net, order.currency).decimal * order.settlement_rate, order.settlement_currency)
        settlement = Settlement(currency=order.settlement_currency, amount=amount) if net else None
        return VendorPart(Share(commission=commission, commission_tax=tax), settlement)
    reserve = portion(gross - commission - tax, terms_of(order)["reserve_bp"])
    owed = ledger.balance_of(chart.vendor_debt(order.vendor_id, order.currency).code)
    debt = min(owed, gross - commission - tax - reserve)
    return VendorPart(Share(commission=commission, commission_tax=tax, reserve=reserve, debt=debt), None)


def row(order: "Order", unit: ReleaseUnit, gross: int, part: VendorPart, *, by_clock: bool, at: datetime) -> Release:
    """Write a release down as it is divided."""
    net = part.share.net(gross)
    return Release.objects.create(
        order=order, unit=unit, vendor_id=order.vendor_id, currency=order.currency, gross_minor=gross,
        commission_minor=part.share.commission, commission_tax_minor=part.share.commission_tax,
        reserve_minor=part.share.reserve, debt_minor=part.share.debt, net_minor=net,
        settled_currency=part.settlement.currency if part.settlement else order.currency,
        settled_minor=part.settlement.amount if part.settlement else net,
        by_clock=by_clock, released_at=at,
    )  # fmt: skip


def keep(made: Release, at: datetime) -> None:
    """Start the clocks of a release's money: payable after its waiting time, the reserve at its end."""
    terms = terms_of(made.order)
    if terms["maturity_days"]:
        due_at = at + timedelta(days=terms["maturity_days"])
        timers.start(order_id=made.order_id, name=TimerName.MATURE, due_at=due_at, subject=str(made.id))
    else:
        mature(made, at)
    if made.reserve_minor:
        due_at = at + timedelta(days=terms["reserve_days"])
        timers.start(order_id=made.order_id, name=TimerName.RESERVE_END, due_at=due_at, subject=str(made.id))


def mature(made: Release, at: datetime) -> None:
    """The net of a release becomes payable, less what a refund has taken out of it."""
    amount = made.settled_minor - made.clawed_minor
    if amount:
        post(
            key=f"avail:{made.id}",
            movement=movements.matured(vendor_id=made.vendor_id, currency=made.settled_currency, amount=amount),
            order_id=made.order_id,
            at=at,
        )
    made.matured_at = at
    made.save(update_fields=["matured_at"])


def end_reserve(made: Release, at: datetime) -> None:
    """What is left of a release's reserve becomes payable."""
    amount = made.reserve_minor - made.reserve_used_minor
    if amount:
        post(
            key=f"reserve:{made.id}",
            movement=movements.reserve_released(vendor_id=made.vendor_id, currency=made.currency, amount=amount),
            order_id=made.order_id,
            at=at,
        )
    made.reserve_ended_at = at
    made.save(update_fields=["reserve_ended_at"])


def given_back(order: "Order") -> int:
    """What of the order was refunded after its release, minor units."""
    refunds = Refund.objects.filter(order=order, after_release=True)
    return refunds.aggregate(total=Sum("amount_minor"))["total"] or 0


def commission_on(order: "Order", *, back_before: int, amount: int) -> tuple[int, int]:
    """(commission, tax) that we give back on ``amount`` after ``back_before`` was given back."""
    return _frozen(order).part(back_before, amount)


def claw(order: "Order", amount: int) -> Waterfall:
    """Take ``amount`` from the vendor: from what is pending and kept back of this order, from its available money,
    and the rest as a debt. A vendor that is settled in another currency owes it, in the order's."""
    if order.settlement_currency != order.currency:
        return Waterfall(debt=amount)
    releases = list(Release.objects.select_for_update().filter(order=order).order_by("released_at", "id"))
    pending = {one: one.settled_minor - one.clawed_minor for one in releases if one.matured_at is None}
    reserve = {one: one.reserve_minor - one.reserve_used_minor for one in releases if one.reserve_ended_at is None}
    available = -ledger.balance_of(chart.vendor_available(order.vendor_id, order.currency).code)
    taken = Waterfall(
        **dict(
            zip(
                ("pending", "available", "reserve", "debt"),
                splitting.waterfall(
                    amount, pending=sum(pending.values()), available=available, reserve=sum(reserve.values())
                ),
                strict=True,
            )
        )
    )
    _mark(pending, taken.pending, "clawed_minor")
    _mark(reserve, taken.reserve, "reserve_used_minor")
    return taken


def _mark(parts: dict[Release, int], amount: int, column: str) -> None:
    for one, part in parts.items():
        piece = min(part, amount)
        if piece:
            setattr(one, column, getattr(one, column) + piece)
            one.save(update_fields=[column])
            amount -= piece
