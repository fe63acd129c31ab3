"""What was agreed is done: money at once, goods by the supplier; and what Harborline decides if they do not agree."""

from datetime import datetime

from django.db import transaction

from escrow.returns import policy
from escrow.returns.machinery import endings, holding, steps
from escrow.returns.models import Return, SentBack
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Invalid
from marketplace.outbox import idempotency


def accept_verdict(*, actor: Actor, number: str, key: str, at: datetime) -> Return:
    """Agree with what the inspection found: a refund is paid at once, a replacement or repair is owed from now on.

    The buyer's purchasers, approvers and administrators. Raises NotFound, NotAllowed, WrongState.
    Publishes ReturnAdvanced.
    """
    with transaction.atomic():
        seen = steps.find(actor, number)
        require(policy.may_request_return(actor, seen.order))
        attempt = idempotency.begin(actor=actor, service="returns.accept_verdict", key=key, inputs={"number": number})
        if attempt.done:
            return seen
        row = steps.begin(actor=actor, number=number, action="settle", at=at)
        endings.settle(actor, row, at)
        attempt.finish(row.id)
    return row


def send_remedy(*, actor: Actor, number: str, carrier: str, tracking_number: str, key: str, at: datetime) -> Return:
    """Send the replacement or the repaired goods, at no price. The supplier's fulfilment.

    The money stays held until the buyer accepts them or twenty days have passed without a word.
    Raises NotFound, NotAllowed, WrongState. Publishes ReturnAdvanced.
    """
    with transaction.atomic():
        seen = steps.find(actor, number)
        require(policy.may_handle_goods(actor, seen.order))
        inputs = {"number": number, "tracking_number": tracking_number}
        attempt = idempotency.begin(actor=actor, service="returns.send_remedy", key=key, inputs=inputs)
        if attempt.done:
            return seen
        row = steps.begin(actor=actor, number=number, action="send_back", at=at)
        SentBack.objects.create(
            of=row, quantities=endings.owed(row), carrier=carrier, tracking_number=tracking_number, sent_at=at
        )
        body = {"carrier": carrier, "tracking_number": tracking_number}
        steps.take(actor=actor, row=row, action="send_back", at=at, body=body, waiting_for="buyer")
        attempt.finish(row.id)
    return row


def confirm_remedy(*, actor: Actor, number: str, key: str, at: datetime) -> Return:
    """Accept the replacement or the repaired goods: the money held for them goes to the supplier.

    The buyer's purchasers, approvers and administrators. Raises NotFound, NotAllowed, WrongState.
    Publishes ReturnAdvanced.
    """
    with transaction.atomic():
        seen = steps.find(actor, number)
        require(policy.may_request_return(actor, seen.order))
        attempt = idempotency.begin(actor=actor, service="returns.confirm_remedy", key=key, inputs={"number": number})
        if attempt.done:
            return seen
        row = steps.begin(actor=actor, number=number, action="confirm", at=at)
        endings.complete(actor, row, at)
        attempt.finish(row.id)
    return row


def decide_return(*, actor: Actor, number: str, to_buyer_minor: int, reason: str, key: str, at: datetime) -> Return:
    """Decide an escalated return: so much of the claim to the buyer, the rest to the supplier. Dispute officers.

    Raises NotFound, NotAllowed, Invalid for more than the claim, WrongState. Publishes ReturnAdvanced.
    """
    with transaction.atomic():
        seen = steps.find(actor, number)
        require(policy.may_decide_return(actor, seen))
        inputs = {"number": number, "to_buyer_minor": to_buyer_minor, "reason": reason}
        attempt = idempotency.begin(actor=actor, service="returns.decide_return", key=key, inputs=inputs)
        if attempt.done:
            return seen
        row = steps.begin(actor=actor, number=number, action="decide", at=at)
        if not 0 <= to_buyer_minor <= row.claimed_minor:
            raise Invalid.field("to_buyer", "The buyer gets between nothing and the whole claim.")
        row.decision = reason
        holding.pay(actor, row, to_buyer_minor, at)
        steps.take(
            actor=actor, row=row, action="decide", at=at, body={"refunded_minor": to_buyer_minor, "reason": reason},
            changed=(*endings.PAID, "decision"),
        )  # fmt: skip
        attempt.finish(row.id)
    return row
