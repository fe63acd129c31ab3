"""The two sides agree on a remedy, or do not: proposals, acceptance by hash, refusal, withdrawal, escalation."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from escrow.returns import arithmetic, policy
from escrow.returns.machinery import handover, holding, offers, steps
from escrow.returns.models import Return, ReturnLine, ReturnOffer
from escrow.returns.states import OfferState, Remedy
from escrow.returns.terms import from_json
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import NotAllowed
from marketplace.outbox import idempotency

_AGREED = ("remedy", "credit_bp", "restocking_bp", "freight_payer", "claimed_minor", "frozen_minor")
_PAID = ("frozen_minor", "refunded_minor")


def counter_offer(*, actor: Actor, number: str, offer: offers.Offer, key: str, at: datetime) -> Return:
    """Propose something else: another remedy, share, freight payer, or fewer pieces. The side whose turn it is.

    Raises NotFound, NotAllowed, Invalid, WrongState. Publishes ReturnAdvanced.
    """
    with transaction.atomic():
        side = _turn(actor, number)
        inputs = offers.facts(number, 0, offer)
        attempt = idempotency.begin(actor=actor, service="returns.counter_offer", key=key, inputs=inputs)
        if attempt.done:
            return steps.find(actor, number)
        row = steps.begin(actor=actor, number=number, action="counter", at=at)
        _require_turn(row, side)
        offers.check_quantities(row, offer.quantities)
        made = offers.make(actor=actor, row=row, side=side, offer=offer, at=at)
        other = "vendor" if side == "buyer" else "buyer"
        steps.take(actor=actor, row=row, action="counter", at=at, waiting_for=other, body={"offer": made.no})
        attempt.finish(row.id)
    return row


def accept_offer(*, actor: Actor, number: str, offer_hash: str, key: str, at: datetime) -> Return:
    """Accept the other side's proposal as it was shown. Remedy and costs are frozen by it.

    Goods come back, unless the remedy leaves them with the buyer: then the credit is paid at once.
    Raises NotFound, NotAllowed, Conflict if the proposal has changed, WrongState. Publishes ReturnAdvanced.
    """
    with transaction.atomic():
        side = _turn(actor, number)
        inputs = {"number": number, "hash": offer_hash}
        attempt = idempotency.begin(actor=actor, service="returns.accept_offer", key=key, inputs=inputs)
        if attempt.done:
            return steps.find(actor, number)
        row = steps.begin(actor=actor, number=number, action="authorise", at=at)
        _require_turn(row, side)
        offer = offers.close(row, offer_hash, OfferState.ACCEPTED)
        lines = _authorise(actor, row, offer, at)
        body = {"offer": offer.no, "remedy": offer.remedy}
        if _stays(row):
            holding.pay(actor, row, holding.due_for_kept(row, lines), at)
            steps.take(actor=actor, row=row, action="keep", at=at, body=body, changed=(*_AGREED, *_PAID))
        else:
            steps.take(actor=actor, row=row, action="authorise", at=at, body=body, waiting_for="buyer", changed=_AGREED)
        attempt.finish(row.id)
    return row


def refuse_return(*, actor: Actor, number: str, reason: str, key: str, at: datetime) -> Return:
    """Refuse the return with a reason; the buyer may take it to Harborline. The supplier's fulfilment.

    Raises NotFound, NotAllowed, WrongState. Publishes ReturnAdvanced.
    """
    return _say(actor, number, "refuse", reason, key, at, waiting_for="buyer")


def withdraw_return(*, actor: Actor, number: str, reason: str, key: str, at: datetime) -> Return:
    """End the return before goods are shipped; its money is no longer frozen. The buyer.

    Raises NotFound, NotAllowed, WrongState. Publishes ReturnAdvanced.
    """
    return _say(actor, number, "withdraw", reason, key, at, waiting_for="")


def escalate_return(*, actor: Actor, number: str, reason: str, key: str, at: datetime) -> Return:
    """Ask Harborline to decide: after a counter-offer, a refusal, a verdict, or a remedy that is none. The buyer.

    The return becomes a case with all its rules; where no case can be opened, an officer decides the return
    itself. Raises NotFound, NotAllowed, WrongState. Publishes ReturnAdvanced, CaseAdvanced.
    """
    return _say(actor, number, "escalate", reason, key, at, waiting_for="")


def _say(actor: Actor, number: str, action: str, reason: str, key: str, at: datetime, *, waiting_for: str) -> Return:
    with transaction.atomic():
        seen = steps.find(actor, number)
        may = policy.may_handle_goods if action == "refuse" else policy.may_request_return
        require(may(actor, seen.order))
        inputs = {"number": number, "reason": reason}
        attempt = idempotency.begin(actor=actor, service=f"returns.{action}", key=key, inputs=inputs)
        if attempt.done:
            return seen
        row = steps.begin(actor=actor, number=number, action=action, at=at)
        changed: tuple[str, ...] = ()
        if action == "escalate" and handover.to_case(actor=actor, row=row, words=reason, at=at):
            attempt.finish(row.id)
            return row
        if action == "withdraw":
            holding.free(actor, row, at)
            changed = ("frozen_minor",)
        steps.take(
            actor=actor, row=row, action=action, at=at, body={"reason": reason}, waiting_for=waiting_for,
            changed=changed,
        )  # fmt: skip
        attempt.finish(row.id)
    return row


def _turn(actor: Actor, number: str) -> str:
    seen = steps.find(actor, number)
    require(policy.may_answer(actor, seen.order))
    return policy.side_of(actor, seen.order)


def _require_turn(row: Return, side: str) -> None:
    if row.waiting_for != side:
        raise NotAllowed("The other side answers first: your proposal is on the table.")


def _authorise(actor: Actor, row: Return, offer: ReturnOffer, at: datetime) -> list[ReturnLine]:
    """Write what was agreed onto the return and its lines; what is no longer claimed is no longer frozen."""
    counts = offers.check_quantities(row, offer.quantities)
    lines = list(row.lines.select_related("line"))
    for line in lines:
        count = counts.get(line.line.position, Decimal(0))
        line.value_minor = arithmetic.share(line.value_minor, line.requested, Decimal(0), count)
        line.authorised = count
        line.save(update_fields=["authorised", "value_minor"])
    row.remedy, row.credit_bp = offer.remedy, offer.credit_bp
    row.restocking_bp, row.freight_payer = offer.restocking_bp, offer.freight_payer
    worth = min(row.claimed_minor, sum(line.value_minor for line in lines))
    holding.shrink(actor, row, worth, at)
    return lines


def _stays(row: Return) -> bool:
    """Whether the goods stay with the buyer: agreed so, or not worth their freight by the rules."""
    if row.remedy == Remedy.KEEP_WITH_CREDIT:
        return True
    in_money = row.remedy in {Remedy.REFUND, Remedy.PARTIAL}
    return in_money and from_json(row.terms).waives_goods(row.claimed_minor, row.order.total_minor)
