"""What a chargeback does to the money of its order. Runs in the caller's transaction, with the order locked.

Open money is frozen when the dispute begins, so that nothing leaves while the network decides. If it is lost, what is
held pays first, whoever froze it; the rest falls on the vendor (as a refund after its release would) or on the market.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import F, Sum

from escrow.chargebacks.losses import cover
from escrow.chargebacks.models import Chargeback
from escrow.chargebacks.states import Liability
from escrow.machinery import funds
from escrow.machinery.schedule import settle_units
from escrow.models import Freeze, Refund, ReleaseUnit
from marketplace.ledger import movements
from marketplace.ledger import queries as ledger
from marketplace.ledger.movements import Waterfall
from marketplace.ledger.services import post
from marketplace.lib.actor import Actor

if TYPE_CHECKING:
    from marketplace.ledger.models import Order


def freeze_rest(chargeback: Chargeback, at: datetime, *, ref: str = "") -> None:
    """Freeze what the order's units still hold, up to the disputed amount less what is frozen for it."""
    order = chargeback.order
    wanted = chargeback.amount_minor - sum(one.left_minor for one in _own(chargeback))
    # Units that are paid by a payment of their own first: the others take from what these leave.
    for unit in ReleaseUnit.objects.filter(order=order).order_by(F("leg_no").asc(nulls_last=True), "no"):
        held = ledger.escrow_by_leg(order)
        paid = held.get(unit.leg_no, 0) if unit.leg_no else sum(held.values())
        amount = min(wanted, unit.open_minor, paid)
        if amount > 0:
            funds.freeze(order=order, unit=unit, amount_minor=amount, ref=ref or hold_ref(chargeback), at=at)
            wanted -= amount


def unfreeze(chargeback: Chargeback, at: datetime) -> None:
    """Give everything back to the units that it was taken from."""
    for frozen in _own(chargeback):
        funds.unfreeze(order=chargeback.order, unit=frozen.unit, amount_minor=frozen.left_minor, ref=frozen.ref, at=at)


def lose(chargeback: Chargeback, *, actor: Actor, at: datetime) -> None:
    """Book a loss: one entry empties the chargeback's account; notes who bore what in ``outcome``."""
    if chargeback.withdrawn_at is None:  # lost without ever having cost anything: an inquiry that was given up
        unfreeze(chargeback, at)
        return
    order = chargeback.order
    freeze_rest(chargeback, at, ref=f"{hold_ref(chargeback)}:rest")
    covered = cover(
        chargeback.amount_minor,
        held={frozen: frozen.left_minor for frozen in _all_frozen(chargeback)},
        released=_given(order),
        vendor_pays=chargeback.liability == Liability.VENDOR,
    )
    for frozen, amount in covered.held.items():
        funds.spend_frozen(unit=frozen.unit, amount_minor=amount, ref=frozen.ref, at=at)
    taken, commission, tax = Waterfall(), 0, 0
    for unit, amount in covered.released.items():
        part, of_commission, of_tax = funds.take_back(order, unit, amount)
        taken, commission, tax = _sum(taken, part), commission + of_commission, tax + of_tax
        _note_given_back(chargeback, unit, amount, actor, at)
    held = sum(covered.held.values())
    movement = movements.chargeback_lost(
        ref=chargeback.ref,
        order_number=order.number,
        currency=chargeback.currency,
        sources={},
        hold=held,
        vendor_id=order.vendor_id,
        taken=taken,
        commission=commission,
        commission_tax=tax,
        loss=covered.rest,
    )
    post(key=f"{chargeback.provider}:{chargeback.ref}:lost", movement=movement, order_id=order.id, at=at)
    market = covered.rest + commission + tax
    chargeback.outcome = {"held": held, "vendor": taken.total, "debt": taken.debt, "market": market}
    settle_units(actor=actor, order=order, at=at)


def hold_ref(chargeback: Chargeback) -> str:
    """What its freezes are called."""
    return f"chargeback:{chargeback.ref}"


def _own(chargeback: Chargeback) -> list[Freeze]:
    frozen = Freeze.objects.filter(
        order=chargeback.order, ref__startswith=hold_ref(chargeback), ended_at__isnull=True, left_minor__gt=0
    )
    return list(frozen.select_related("unit").order_by("frozen_at", "pk"))


def _all_frozen(chargeback: Chargeback) -> list[Freeze]:
    """Its own first, then what others froze: a third party pays only when nothing of the order is held."""
    own = _own(chargeback)
    others = Freeze.objects.filter(order=chargeback.order, ended_at__isnull=True, left_minor__gt=0)
    return own + list(others.exclude(pk__in=[one.pk for one in own]).select_related("unit").order_by("frozen_at", "pk"))


def _given(order: "Order") -> dict[ReleaseUnit, int]:
    """What each unit's vendor was given and has not given back."""
    refunds = Refund.objects.filter(order=order, after_release=True).values_list("unit")
    back = dict(refunds.annotate(total=Sum("amount_minor")).order_by())
    units = ReleaseUnit.objects.filter(order=order, released_minor__gt=0)
    return {unit: unit.released_minor - back.get(unit.pk, 0) for unit in units}


def _note_given_back(chargeback: Chargeback, unit: ReleaseUnit, amount: int, actor: Actor, at: datetime) -> None:
    """The buyer has this part back, by way of its bank: no later refund may give it again."""
    Refund.objects.create(
        order=chargeback.order,
        unit=unit,
        amount_minor=amount,
        after_release=True,
        reason=f"Taken back by the buyer's bank: {chargeback.ref}",
        requested_by_name=actor.user_name,
        requested_at=at,
    )


def _sum(one: Waterfall, other: Waterfall) -> Waterfall:
    return Waterfall(
        pending=one.pending + other.pending,
        available=one.available + other.available,
        reserve=one.reserve + other.reserve,
        debt=one.debt + other.debt,
    )
