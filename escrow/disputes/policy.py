"""Who may do what in a case. Pure; states are judged by the process."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from marketplace.lib.actor import Actor

if TYPE_CHECKING:
    from escrow.disputes.models import Case
    from marketplace.ledger.models import Order

Side = Literal["buyer", "vendor", "operator", "system"]


def side_of(actor: Actor, order: "Order") -> Side | None:
    """On which side of the case the actor stands."""
    if actor.is_system:
        return "system"
    if actor.belongs_to(order.buyer_id):
        return "buyer"
    if actor.belongs_to(order.vendor_id):
        return "vendor"
    return "operator" if actor.operates else None


def may_open_case(actor: Actor, order: "Order") -> bool:
    """The buyer's people who may accept goods may also refuse them; the system at the holding limit."""
    return actor.is_system or (actor.can("order.accept") and actor.belongs_to(order.buyer_id))


def may_speak_for(actor: Actor, order: "Order", side: str) -> bool:
    """Propose, accept, decline, prove, appeal for one side: the buyer's purchasers, the vendor's fulfilment."""
    if side == "buyer":
        return actor.can("order.accept") and actor.belongs_to(order.buyer_id)
    return side == "vendor" and actor.can("order.ship") and actor.belongs_to(order.vendor_id)


def may_take_part(actor: Actor, order: "Order") -> bool:
    """Speak for either side."""
    return may_speak_for(actor, order, "buyer") or may_speak_for(actor, order, "vendor")


def may_judge(actor: Actor) -> bool:
    """The operator's dispute officers and administrators."""
    return actor.operates and actor.can("dispute.decide")


def is_impartial(actor: Actor, known_to: Collection[UUID]) -> bool:
    """Not one of those who handled the vendor's verification."""
    return actor.user_id not in known_to


def is_other_officer(actor: Actor, first: UUID | None) -> bool:
    """A second pair of eyes."""
    return actor.user_id is not None and actor.user_id != first


def may_approve(actor: Actor, case: "Case", drafted_by: UUID | None) -> bool:
    """Approve a drafted decision: an officer who did not write it."""
    return may_judge(actor) and is_other_officer(actor, drafted_by)
