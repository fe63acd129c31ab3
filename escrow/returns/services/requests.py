"""The buyer asks to send goods back; from this moment their value is frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection, transaction

from escrow.machinery import schedule, timers
from escrow.returns import arithmetic, policy, queries
from escrow.returns.machinery import clocks, holding, offers, steps
from escrow.returns.models import Return, ReturnFile, ReturnLine
from escrow.returns.states import WITH_SHARE, Remedy
from escrow.returns.terms import ReturnTerms
from escrow.states import TimerName, UnitState
from marketplace.ledger.services import note_order
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, Invalid
from marketplace.outbox import idempotency
from marketplace.storage import files

if TYPE_CHECKING:
    from escrow.models import ReleaseUnit
    from marketplace.ledger.models import Order


@dataclass(frozen=True, slots=True)
class NewLine:
    """So many pieces of a position, with their lots or serial numbers."""

    position: int
    quantity: Decimal
    serials: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the buyer would like: the remedy, and for a share of the money its basis points."""

    remedy: str = Remedy.REFUND
    credit_bp: int = 10_000


def request_return(
    *,
    actor: Actor,
    order_number: str,
    lines: Sequence[NewLine],
    reason: str,
    note: str,
    wanted: Wanted,
    key: str,
    at: datetime,
    unit_no: int | None = None,
    file_ids: Sequence[UUID] = (),
) -> Return:
    """Ask to send goods of a delivered unit back. The buyer's purchasers, approvers and administrators.

    The rules that hold today are frozen on the return, and the goods' value is frozen as far as it is still
    held. After its window the request is goodwill: the supplier may let it lapse. Raises NotFound, NotAllowed,
    Invalid for quantities or a remedy that cannot be, Conflict if nothing is delivered. Publishes ReturnAdvanced.
    """
    with transaction.atomic():
        order = queries.get_order(actor, order_number)
        require(policy.may_request_return(actor, order))
        inputs = {"order": order_number, "lines": [(line.position, line.quantity) for line in lines], "reason": reason}
        attempt = idempotency.begin(actor=actor, service="returns.request_return", key=key, inputs=inputs)
        if attempt.done:
            return Return.objects.get(pk=attempt.result)
        order = note_order(
            actor=actor, order_id=order.id, kind="return", body={"action": "request", "reason": reason}, at=at
        )
        if schedule.plan_of(order).kind == "terms":
            raise Conflict("On net terms nothing is held: the supplier credits the invoice instead.")
        unit = queries.returnable_unit(order, unit_no)
        available = queries.returnable_quantities(order, unit)
        terms = queries.terms_for(order)
        _check(lines, available, wanted, terms)
        values = _values(order, lines, reason)
        unit = _own_unit(order, unit, lines)
        claimed = min(sum(values.values()), holding.claimable(unit))
        if claimed <= 0:
            raise Conflict("Nothing of this delivery is left to claim: it was refunded, or another claim holds it.")
        row = Return.objects.create(
            number=_next_number(), order=order, unit=unit, reason=reason, note=note,
            is_goodwill=_is_late(unit, terms, reason, at), terms=terms.as_json(), claimed_minor=claimed,
            waiting_for="vendor", requested_by_name=actor.user_name, requested_at=at,
        )  # fmt: skip
        _add_lines(row, lines, values)
        offers.make(
            actor=actor, row=row, side="buyer", at=at,
            offer=offers.Offer(
                remedy=wanted.remedy, credit_bp=wanted.credit_bp if wanted.remedy in WITH_SHARE else 10_000,
                restocking_bp=terms.restocking(reason), freight_payer=terms.freight_payer(reason),
                quantities={str(line.position): str(line.quantity) for line in lines}, note=note,
            ),
        )  # fmt: skip
        holding.freeze(row, at)
        _add_files(row, actor, file_ids, at)
        steps.announce(actor=actor, row=row, action="request", at=at, body={"claimed_minor": claimed})
        clocks.wind(row, at)
        attempt.finish(row.id)
    return row


def add_return_files(*, actor: Actor, number: str, file_ids: Sequence[UUID], key: str, at: datetime) -> Return:
    """Add photos or reports to an open return. Those who answer on either side.

    Raises NotFound, NotAllowed, Invalid, Conflict.
    """
    with transaction.atomic():
        row = steps.find(actor, number)
        require(policy.may_answer(actor, row.order))
        inputs = {"number": number, "files": list(file_ids)}
        attempt = idempotency.begin(actor=actor, service="returns.add_return_files", key=key, inputs=inputs)
        if attempt.done:
            return row
        if not row.is_open:
            raise Conflict("This return has ended; nothing can be added.")
        row = steps.locked(row)
        _add_files(row, actor, file_ids, at)
        steps.note(actor=actor, row=row, kind="files", at=at, body={"count": len(file_ids)})
        attempt.finish(row.id)
    return row


def _check(lines: Sequence[NewLine], available: Mapping[int, Decimal], wanted: Wanted, terms: ReturnTerms) -> None:
    if not lines or any(line.quantity <= 0 for line in lines):
        raise Invalid.field("lines", "Say how many of at least one position go back.")
    for line in lines:
        if line.quantity > available.get(line.position, Decimal(0)):
            left = available.get(line.position, Decimal(0)).normalize()
            raise Invalid.field("lines", f"Of position {line.position}, {left:f} can still be returned.")
    if len({line.position for line in lines}) != len(lines):
        raise Invalid.field("lines", "Name each position once.")
    if wanted.remedy not in terms.remedies:
        raise Invalid.field("remedy", "This supplier does not offer that. Choose another remedy.")
    offers.check_share(wanted.remedy, wanted.credit_bp)


def _own_unit(order: "Order", unit: "ReleaseUnit", lines: Sequence[NewLine]) -> "ReleaseUnit":
    """What goes back becomes a unit of its own where it can be told apart, so that the rest can be accepted."""
    if unit.state != UnitState.INSPECTING or not unit.quantities or unit.frozen_minor:
        return unit
    part = schedule.split_unit(order, unit, {str(line.position): str(line.quantity) for line in lines})
    if part.pk != unit.pk and unit.inspection_ends_at:
        timers.start(
            order_id=order.id, name=TimerName.AUTO_ACCEPT, due_at=unit.inspection_ends_at, subject=str(part.id)
        )
    return part


def _values(order: "Order", lines: Sequence[NewLine], reason: str) -> dict[int, int]:
    """What each requested position is worth, minor units."""
    ordered = {line.position: line for line in order.lines.all()}
    totals = arithmetic.landed_totals(
        {position: line.total_minor for position, line in ordered.items()}, order.freight_minor, reason
    )
    before = queries.returned_before(order)
    return {
        line.position: arithmetic.share(
            totals[line.position], ordered[line.position].quantity, before.get(line.position, Decimal(0)), line.quantity
        )
        for line in lines
    }


def _is_late(unit: "ReleaseUnit", terms: ReturnTerms, reason: str, at: datetime) -> bool:
    since = unit.delivered_at or unit.shipped_at or at
    return at > since + timedelta(days=terms.window_days(reason))


def _add_lines(row: Return, lines: Sequence[NewLine], values: Mapping[int, int]) -> None:
    ordered = {line.position: line for line in row.order.lines.all()}
    ReturnLine.objects.bulk_create(
        ReturnLine(
            of=row, line=ordered[line.position], serials=line.serials, requested=line.quantity,
            value_minor=values[line.position],
        )
        for line in lines
    )  # fmt: skip


def _add_files(row: Return, actor: Actor, file_ids: Sequence[UUID], at: datetime) -> None:
    """Attach files that the actor's organisation has uploaded."""
    known = files.ready_ids(actor, file_ids, "evidence")
    if set(file_ids) - known:
        raise Invalid.field("files", "Upload the files again: one of them did not arrive.")
    side = policy.side_of(actor, row.order)
    ReturnFile.objects.bulk_create(
        ReturnFile(of=row, file_id=file_id, side=side, added_at=at) for file_id in dict.fromkeys(file_ids)
    )


def _next_number() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('returns_number')")
        return f"RMA-{cursor.fetchone()[0]}"
