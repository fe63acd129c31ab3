"""The only way that an order's held money moves: frozen, released, refunded, divided; unit and ledger together.

Everything here runs in the caller's transaction, after its policy, with the order's row locked. Amounts are
minor units of the order's currency. What is not there is refused by the unit's constraint and the ledger.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from escrow import splitting
from escrow.machinery import shares
from escrow.machinery.closing import reopen
from escrow.machinery.reservations import Piece, reserve_refunds
from escrow.machinery.schedule import settle_units
from escrow.models import Freeze, Refund, Release, ReleaseUnit
from escrow.splitting import Bound
from escrow.states import SETTLED_UNITS
from marketplace.ledger import movements
from marketplace.ledger import queries as ledger
from marketplace.ledger.movements import Waterfall
from marketplace.ledger.services import post, refuse_if_frozen
from marketplace.lib.actor import Actor
from marketplace.lib.errors import Conflict

if TYPE_CHECKING:
    from marketplace.ledger.models import Order


class NotThatMuch(Conflict):
    """A unit does not hold as much as the step needs."""

    code = "not_that_much"


def _need(amount: int, available: int, what: str) -> None:
    if not 0 < amount <= available:
        raise NotThatMuch(f"{what} is {available} in minor units; {amount} is not between 1 and that.")


def sources_of(order: "Order", unit: ReleaseUnit, amount_minor: int) -> dict[int, int]:
    """Which payments of the order pay ``amount_minor`` of ``unit``."""
    held = ledger.escrow_by_leg(order)
    others = ReleaseUnit.objects.filter(order=order, leg_no__isnull=False).exclude(pk=unit.pk)
    bound = [Bound(one.leg_no, one.open_minor) for one in others.exclude(state__in=SETTLED_UNITS) if one.leg_no]
    return splitting.draw(held, amount_minor, leg_no=unit.leg_no, others=bound)


def freeze(*, order: "Order", unit: ReleaseUnit, amount_minor: int, ref: str, at: datetime) -> Freeze:
    """Hold back open money of a unit for a claim: escrow → hold. ``ref`` names the claim, once per unit."""
    _need(amount_minor, unit.open_minor, "What is open of this part")
    sources = sources_of(order, unit, amount_minor)
    post(
        key=f"hold:{ref}:{unit.no}",
        movement=movements.frozen(order_number=order.number, sources=sources, currency=order.currency),
        order_id=order.id,
        at=at,
    )
    _add(unit, frozen=amount_minor)
    return Freeze.objects.create(
        order=order, unit=unit, ref=ref, amount_minor=amount_minor, left_minor=amount_minor,
        sources={str(leg): amount for leg, amount in sources.items()}, frozen_at=at,
    )  # fmt: skip


def unfreeze(*, order: "Order", unit: ReleaseUnit, amount_minor: int, ref: str, at: datetime) -> None:
    """Give frozen money back to the unit: hold → escrow."""
    frozen = _frozen(unit, ref, amount_minor)
    sources = _take(frozen, amount_minor, at)
    post(
        key=f"unhold:{ref}:{unit.no}:{frozen.left_minor}",
        movement=movements.unfrozen(order_number=order.number, sources=sources, currency=order.currency),
        order_id=order.id,
        at=at,
    )
    _add(unit, frozen=-amount_minor)


def release(
    *, actor: Actor, order: "Order", unit: ReleaseUnit, amount_minor: int, by_clock: bool = False, at: datetime
) -> Release:
    """Let open money of a unit go to the vendor, less commission, tax, reserve and what the vendor owes.

    Raises NotThatMuch, InsufficientFunds, and Frozen while a check of the ledger doubts the order.
    """
    _need(amount_minor, unit.open_minor, "What is open of this part")
    refuse_if_frozen(order=order)
    sources = sources_of(order, unit, amount_minor)
    part = shares.of_vendor(order, amount_minor)
    made = shares.row(order, unit, amount_minor, part, by_clock=by_clock, at=at)
    post(
        key=f"release:{made.id}",
        movement=movements.release(
            order_number=order.number, sources=sources, vendor_id=order.vendor_id, currency=order.currency,
            share=part.share, settlement=part.settlement,
        ),
        order_id=order.id,
        at=at,
    )  # fmt: skip
    _add(unit, released=amount_minor)
    shares.keep(made, at)
    settle_units(actor=actor, order=order, by_clock=by_clock, at=at)
    return made


def refund(*, actor: Actor, order: "Order", unit: ReleaseUnit, amount_minor: int, reason: str, at: datetime) -> Refund:
    """Send open money of a unit back to the buyer, each part the way it came; else into its wallet."""
    made = send_back(actor=actor, order=order, unit=unit, amount_minor=amount_minor, reason=reason, at=at)
    settle_units(actor=actor, order=order, at=at)
    return made


def send_back(
    *, actor: Actor, order: "Order", unit: ReleaseUnit, amount_minor: int, reason: str, at: datetime
) -> Refund:
    """``refund`` for a caller that takes several steps and then settles the units itself."""
    _need(amount_minor, unit.open_minor, "What is open of this part")
    made = _refund_row(actor, order, unit, amount_minor, reason, at)
    pieces = [Piece(amount, leg) for leg, amount in sorted(sources_of(order, unit, amount_minor).items())]
    _add(unit, refunded=amount_minor)
    reserve_refunds(actor=actor, order=order, refund=made, pieces=pieces, at=at)
    return made


def split_frozen(
    *,
    actor: Actor,
    order: "Order",
    unit: ReleaseUnit,
    to_buyer: int,
    to_vendor: int,
    ref: str,
    reason: str,
    at: datetime,
) -> tuple[Refund | None, Release | None]:
    """Decide frozen money of the claim ``ref``: one entry divides it between the two sides."""
    total = to_buyer + to_vendor
    if to_vendor:
        refuse_if_frozen(order=order)
    frozen = _frozen(unit, ref, total)
    _take(frozen, total, at)
    part = shares.of_vendor(order, to_vendor)
    entry = post(
        key=f"decide:{ref}:{unit.no}:{frozen.left_minor}",
        movement=movements.decided(
            order_number=order.number, vendor_id=order.vendor_id, currency=order.currency, to_buyer=to_buyer,
            to_vendor=to_vendor, share=part.share, settlement=part.settlement,
        ),
        order_id=order.id,
        at=at,
    )  # fmt: skip
    made = refunded = None
    _add(unit, frozen=-total, released=to_vendor, refunded=to_buyer)
    if to_vendor:
        made = shares.row(order, unit, to_vendor, part, by_clock=False, at=at)
        shares.keep(made, at)
    if to_buyer:
        refunded = _refund_row(actor, order, unit, to_buyer, reason, at)
        reserve_refunds(actor=actor, order=order, refund=refunded, pieces=[Piece(to_buyer, None)], at=at, booked=entry)
    settle_units(actor=actor, order=order, at=at)
    return refunded, made


def refund_released(
    *, actor: Actor, order: "Order", unit: ReleaseUnit, amount_minor: int, reason: str, ref: str, at: datetime
) -> Refund:
    """Refund money that the vendor has already been given: from its pending, available and reserve money, the
    rest as its debt; our commission on it is given back. ``ref`` names why, once."""
    reopen(order)
    taken, commission, tax = take_back(order, unit, amount_minor)
    entry = post(
        key=f"refund:{ref}",
        movement=movements.refund_reserved_after_release(
            order_number=order.number, vendor_id=order.vendor_id, currency=order.currency, taken=taken,
            commission=commission, commission_tax=tax,
        ),
        order_id=order.id,
        at=at,
    )  # fmt: skip
    made = _refund_row(actor, order, unit, amount_minor, reason, at, after_release=True)
    reserve_refunds(actor=actor, order=order, refund=made, pieces=[Piece(amount_minor, None)], at=at, booked=entry)
    return made


def take_back(order: "Order", unit: ReleaseUnit, amount_minor: int) -> tuple[Waterfall, int, int]:
    """What of ``amount_minor`` the vendor gives back and from where, and (commission, tax) that we do.

    Marks the releases that it takes from; the caller books it in the same transaction. Raises NotThatMuch.
    """
    back = sum(one.amount_minor for one in Refund.objects.filter(unit=unit, after_release=True))
    _need(amount_minor, unit.released_minor - back, "What was released of this part and not given back")
    commission, tax = shares.commission_on(order, back_before=shares.given_back(order), amount=amount_minor)
    return shares.claw(order, amount_minor - commission - tax), commission, tax


def spend_frozen(*, unit: ReleaseUnit, amount_minor: int, ref: str, at: datetime) -> None:
    """Frozen money left by a posting of the caller's own (a lost chargeback): it counts as refunded."""
    _take(_frozen(unit, ref, amount_minor), amount_minor, at)
    _add(unit, frozen=-amount_minor, refunded=amount_minor)


def _refund_row(
    actor: Actor,
    order: "Order",
    unit: ReleaseUnit,
    amount: int,
    reason: str,
    at: datetime,
    *,
    after_release: bool = False,
) -> Refund:
    return Refund.objects.create(
        order=order, unit=unit, amount_minor=amount, reason=reason[:300], after_release=after_release,
        requested_by_name=actor.user_name, requested_at=at,
    )  # fmt: skip


def _frozen(unit: ReleaseUnit, ref: str, amount: int) -> Freeze:
    frozen = Freeze.objects.select_for_update().filter(unit=unit, ref=ref, ended_at__isnull=True).first()
    _need(amount, frozen.left_minor if frozen else 0, "What is frozen by this claim")
    assert frozen is not None  # noqa: S101  # nothing is ever between 1 and 0
    return frozen


def _take(frozen: Freeze, amount: int, at: datetime) -> dict[int, int]:
    """Take ``amount`` out of a freeze, in the order of its payments; returns from which."""
    taken: dict[int, int] = {}
    left = amount
    for leg, held in sorted((int(leg), held) for leg, held in frozen.sources.items()):
        piece = min(held, left)
        if piece:
            taken[leg], left = piece, left - piece
            frozen.sources[str(leg)] = held - piece
    frozen.left_minor -= amount
    frozen.ended_at = None if frozen.left_minor else at
    frozen.save(update_fields=["sources", "left_minor", "ended_at"])
    return taken


def _add(unit: ReleaseUnit, *, released: int = 0, refunded: int = 0, frozen: int = 0) -> None:
    unit.released_minor += released
    unit.refunded_minor += refunded
    unit.frozen_minor += frozen
    unit.save(update_fields=["released_minor", "refunded_minor", "frozen_minor"])
