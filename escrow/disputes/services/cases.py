"""A claim begins, and may be withdrawn: exactly its value is frozen, and the rest of the order goes on."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection, transaction

from escrow.disputes import policy
from escrow.disputes.machinery import claiming, clocks, conversation, money, offers, steps
from escrow.disputes.machinery.claiming import ClaimedPart
from escrow.disputes.models import Case
from escrow.disputes.states import CaseState, CaseType, Remedy
from escrow.machinery import schedule
from escrow.states import SETTLED_UNITS
from marketplace.ledger import queries as ledger
from marketplace.ledger.services import note_order
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, Invalid
from marketplace.outbox import idempotency

if TYPE_CHECKING:
    from marketplace.ledger.models import Order

__all__ = ["ClaimedPart", "open_case", "open_forced_case", "withdraw_case"]


def open_case(
    *,
    actor: Actor,
    order_number: str,
    kind: CaseType,
    parts: Sequence[ClaimedPart],
    remedy: Remedy,
    account: str,
    key: str,
    at: datetime,
) -> Case:
    """Claim that something is wrong with ``parts`` of an order, and freeze exactly what they are worth.

    The buyer's purchasers, approvers and administrators. What was released already is not frozen; it is asked
    back of the vendor if the case ends so. Raises NotFound, NotAllowed, Invalid naming the part, Conflict where
    nothing is held. Publishes CaseAdvanced, OrderAdvanced.
    """
    account = account.strip()
    with transaction.atomic():
        order = ledger.get_order(actor, order_number)
        require(policy.may_open_case(actor, order))
        inputs = {
            "order": order_number, "type": kind, "parts": [asdict(part) for part in parts], "remedy": remedy,
            "account": account,
        }  # fmt: skip
        attempt = idempotency.begin(actor=actor, service="disputes.open_case", key=key, inputs=inputs)
        if attempt.done:
            return Case.objects.get(pk=attempt.result)
        if not account:
            raise Invalid.field("account", "Say what happened; the supplier reads it first.")
        order = schedule.ensure(order.id)
        case = _begun(actor, order, CaseType(kind), Remedy(remedy), account, at)
        claiming.claim(case, parts, at)
        lines = money.live_lines(case)
        offers.make(actor=actor, case=case, side="buyer", terms=offers.of_claim(case, lines), at=at)
        _announce(actor, case, at)
        attempt.finish(case.id)
    return case


def open_forced_case(*, actor: Actor, order_id: UUID, at: datetime) -> list[Case]:
    """Money of an order may not be held much longer: what is disputed is decided first, the rest becomes a case.

    The machine alone. Returns the cases that now lie before an officer. Publishes CaseAdvanced.
    """
    require(actor.is_system)
    with transaction.atomic():
        order = schedule.ensure(order_id)
        found = list(Case.objects.open().filter(order=order, forced_at__isnull=True))
        forced = [_force(actor, case, at) for case in found]
        parts = [
            ClaimedPart(unit_no=unit.no)
            for unit in schedule.units_of(order)
            if unit.open_minor and unit.state not in SETTLED_UNITS
        ]
        if parts and schedule.plan_of(order).kind != "terms" and sum(ledger.escrow_by_leg(order).values()):
            account = "The money of this order has been held for as long as it may be."
            case = _begun(actor, order, CaseType.HOLD_LIMIT, Remedy.REFUND, account, at)
            claiming.claim(case, parts, at)
            _announce(actor, case, at)
            forced.append(_force(actor, case, at))
    return forced


def withdraw_case(*, actor: Actor, number: str, note: str = "", key: str, at: datetime) -> Case:
    """The buyer lets the claim go: its money is where it would be without it.

    Whoever may open a case. Raises NotFound, NotAllowed, WrongState once a decision is proposed.
    Publishes CaseAdvanced.
    """
    with transaction.atomic():
        case = steps.find(actor, number)
        require(policy.may_speak_for(actor, case.order, "buyer"))
        inputs = {"number": number, "note": note}
        attempt = idempotency.begin(actor=actor, service="disputes.withdraw_case", key=key, inputs=inputs)
        if attempt.done:
            return case
        case = steps.begin(actor=actor, number=number, action="withdraw", at=at)
        if case.type == CaseType.HOLD_LIMIT:
            raise Conflict("This case was opened by the clock; only a decision or an agreement ends it.")
        money.free(actor, case, money.live_lines(case), at)
        offers.lapse(case)
        case = steps.take(actor=actor, case=case, action="withdraw", at=at, body={"note": note})
        attempt.finish(case.id)
    return case


def _begun(actor: Actor, order: "Order", kind: CaseType, remedy: Remedy, account: str, at: datetime) -> Case:
    if schedule.plan_of(order).kind == "terms":
        raise Conflict("On net terms nothing is held for this order. Dispute its invoice instead.")
    case = Case.objects.create(
        number=_next_number(), order=order, type=kind, state=CaseState.OPENED, remedy=remedy, account=account,
        category=claiming.category_of(order), opened_by_name=actor.user_name, opened_at=at,
    )  # fmt: skip
    case.thread_code = conversation.opened(case, at)
    case.save(update_fields=["thread_code"])
    return case


def _announce(actor: Actor, case: Case, at: datetime) -> None:
    money.freeze(case, at)
    clocks.wind(case, at)
    lines = money.live_lines(case)
    claimed = sum(line.claimed_minor for line in lines)
    body = {"case": case.number, "action": "open", "claimed_minor": claimed, "currency": case.order.currency}
    note_order(actor=actor, order_id=case.order_id, kind="case", body=body, at=at)
    said = {"claimed_minor": claimed, "words": case.get_type_display()}
    steps.tell(actor=actor, case=case, action="open", body=said, at=at)


def _force(actor: Actor, case: Case, at: datetime) -> Case:
    """Bring a case before an officer, or leave it where a decision is being carried out."""
    case = steps.locked(case)
    case.forced_at = at
    if case.state in {CaseState.OPENED, CaseState.NEGOTIATING, CaseState.ESCALATED, CaseState.EVIDENCE,
                      CaseState.INSPECTION}:  # fmt: skip
        note_order(
            actor=actor, order_id=case.order_id, kind="case", body={"case": case.number, "action": "force"}, at=at
        )
        return steps.take(actor=actor, case=case, action="force", at=at, changed=("forced_at",))
    case.save(update_fields=["forced_at"])
    clocks.hurry(case, at)
    return case


def _next_number() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('disputes_number')")
        return f"CASE-{cursor.fetchone()[0]}"
