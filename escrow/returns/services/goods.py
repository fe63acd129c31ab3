"""The goods go back: shipped by the buyer, received, and judged by the supplier."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from escrow.returns import policy
from escrow.returns.machinery import steps
from escrow.returns.models import Return, ReturnLine
from escrow.returns.states import Disposition, Outcome, Payer
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Invalid
from marketplace.outbox import idempotency


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What arrived of one position."""

    quantity: Decimal
    condition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineVerdict:
    """What the inspection of one position found: {outcome: pieces}, which add up to what was received."""

    outcomes: Mapping[str, Decimal] = field(default_factory=dict)
    finding: str = ""
    disposition: str = Disposition.QUARANTINE


def ship_return(
    *, actor: Actor, number: str, carrier: str, tracking_number: str, freight_minor: int, key: str, at: datetime
) -> Return:
    """Report that the goods left. The buyer; ``freight_minor`` is what it paid for the freight back, at most what
    the goods are worth, and counts if the supplier bears it.

    Raises NotFound, NotAllowed, Invalid, WrongState. Publishes ReturnAdvanced.
    """
    with transaction.atomic():
        seen = steps.find(actor, number)
        require(policy.may_request_return(actor, seen.order))
        inputs = {"number": number, "tracking_number": tracking_number, "freight_minor": freight_minor}
        attempt = idempotency.begin(actor=actor, service="returns.ship_return", key=key, inputs=inputs)
        if attempt.done:
            return seen
        row = steps.begin(actor=actor, number=number, action="ship", at=at)
        if not 0 <= freight_minor <= row.claimed_minor:
            raise Invalid.field("freight", "The freight back is at most what the goods are worth.")
        row.carrier, row.tracking_number = carrier, tracking_number
        row.freight_minor = 0 if row.freight_payer == Payer.BUYER else freight_minor
        body = {"carrier": carrier, "tracking_number": tracking_number}
        changed = ("carrier", "tracking_number", "freight_minor")
        steps.take(actor=actor, row=row, action="ship", at=at, body=body, waiting_for="vendor", changed=changed)
        attempt.finish(row.id)
    return row


def receive_return(*, actor: Actor, number: str, receipts: Mapping[int, Receipt], key: str, at: datetime) -> Return:
    """Confirm what arrived, by position; a position that is not named arrived in full. The supplier's fulfilment.

    Raises NotFound, NotAllowed, Invalid for more than was authorised, WrongState. Publishes ReturnAdvanced.
    """
    return _count(actor, number, "receive", receipts, key, at)


def declare_shortage(*, actor: Actor, number: str, receipts: Mapping[int, Receipt], key: str, at: datetime) -> Return:
    """Correct what arrived downwards, within two days of its receipt. The supplier's fulfilment.

    Raises NotFound, NotAllowed, Invalid, WrongState. Publishes ReturnAdvanced.
    """
    return _count(actor, number, "declare_shortage", receipts, key, at)


def _count(actor: Actor, number: str, action: str, receipts: Mapping[int, Receipt], key: str, at: datetime) -> Return:
    with transaction.atomic():
        seen = steps.find(actor, number)
        require(policy.may_handle_goods(actor, seen.order))
        inputs = {"number": number, "counts": {no: receipt.quantity for no, receipt in receipts.items()}}
        attempt = idempotency.begin(actor=actor, service=f"returns.{action}", key=key, inputs=inputs)
        if attempt.done:
            return seen
        row = steps.begin(actor=actor, number=number, action=action, at=at)
        short = False
        for line in row.lines.select_related("line"):
            limit = line.authorised if action == "receive" else line.received
            receipt = receipts.get(line.line.position, Receipt(quantity=limit))
            if not 0 <= receipt.quantity <= limit:
                raise Invalid.field("lines", f"Of position {line.line.position}, at most {limit.normalize():f} came.")
            short = short or receipt.quantity < line.authorised
            line.received, line.condition = receipt.quantity, receipt.condition or line.condition
            line.save(update_fields=["received", "condition"])
        steps.take(actor=actor, row=row, action=action, at=at, body={"short": short}, waiting_for="vendor")
        attempt.finish(row.id)
    return row


def judge_return(*, actor: Actor, number: str, verdicts: Mapping[int, LineVerdict], key: str, at: datetime) -> Return:
    """Say what the inspection of the returned goods found, piece by piece. The supplier's fulfilment.

    The pieces of each position add up to what was received. The buyer has three days to object.
    Raises NotFound, NotAllowed, Invalid, WrongState. Publishes ReturnAdvanced.
    """
    with transaction.atomic():
        seen = steps.find(actor, number)
        require(policy.may_handle_goods(actor, seen.order))
        inputs = {"number": number, "verdicts": {no: dict(said.outcomes) for no, said in verdicts.items()}}
        attempt = idempotency.begin(actor=actor, service="returns.judge_return", key=key, inputs=inputs)
        if attempt.done:
            return seen
        row = steps.begin(actor=actor, number=number, action="judge", at=at)
        for line in row.lines.select_related("line"):
            _judge_line(line, verdicts.get(line.line.position))
        steps.take(actor=actor, row=row, action="judge", at=at, waiting_for="buyer")
        attempt.finish(row.id)
    return row


def _judge_line(line: ReturnLine, verdict: LineVerdict | None) -> None:
    counts = dict(verdict.outcomes) if verdict else {}
    if sum(counts.values(), Decimal(0)) != line.received or any(count < 0 for count in counts.values()):
        raise Invalid.field(
            "lines", f"The findings of position {line.line.position} must add up to {line.received.normalize():f}."
        )
    for outcome in Outcome.values:
        setattr(line, outcome.lower(), counts.get(outcome, Decimal(0)))
    line.is_judged = True
    if verdict:
        line.finding, line.disposition = verdict.finding, verdict.disposition
    line.save(update_fields=["is_judged", "finding", "disposition", *(outcome.lower() for outcome in Outcome.values)])
