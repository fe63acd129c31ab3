"""What the clocks of returns do when nobody does anything. A clock rings only for the step that it was started in."""

from datetime import datetime
from uuid import UUID

from escrow.machinery import timers
from escrow.returns import policy
from escrow.returns.machinery import clocks, endings, holding, steps
from escrow.returns.models import Return
from escrow.returns.states import Disposition, Outcome
from marketplace.lib.actor import Actor, require


@timers.rings("RETURN_ANSWER")
def remind_silent_side(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """Three business days without an answer: remind, and start the last clock. Publishes ReturnAdvanced."""
    require(policy.may_run_machinery(actor))
    row = _begin(actor, subject, "silence", at)
    row.nudged_at = at
    row.save(update_fields=["nudged_at"])
    clocks.wind_silence(row, at)
    steps.announce(actor=actor, row=row, action="nudge", at=at, body={"waiting_for": row.waiting_for})


@timers.rings("RETURN_SILENCE")
def end_silence(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """A silent supplier's return goes to Harborline; goodwill, and a buyer that does not answer, lapse."""
    require(policy.may_run_machinery(actor))
    row = _begin(actor, subject, "silence", at)
    if row.is_goodwill or row.waiting_for == "buyer":
        endings.free(actor, row, "ignore", at)
    else:
        steps.take(actor=actor, row=row, action="silence", at=at)


@timers.rings("RETURN_APPEAL")
def abandon_refused(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """The buyer left a refusal standing: the return lapses."""
    require(policy.may_run_machinery(actor))
    endings.free(actor, _begin(actor, subject, "abandon", at), "abandon", at)


@timers.rings("RETURN_SHIP")
def lapse_unshipped(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """The goods were not shipped in fourteen days: the return lapses."""
    require(policy.may_run_machinery(actor))
    endings.free(actor, _begin(actor, subject, "lapse", at), "lapse", at)


@timers.rings("RETURN_ARRIVAL")
def report_lost(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """Nobody confirmed the arrival in thirty days: Harborline looks into it."""
    require(policy.may_run_machinery(actor))
    steps.take(actor=actor, row=_begin(actor, subject, "lose", at), action="lose", at=at)


@timers.rings("RETURN_SHORTAGE")
def begin_inspection(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """The two days for declaring shortages are over: what was received stands."""
    require(policy.may_run_machinery(actor))
    row = _begin(actor, subject, "inspect", at)
    steps.take(actor=actor, row=row, action="inspect", at=at, waiting_for="vendor")


@timers.rings("RETURN_INSPECTION")
def presume_claim(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """Five business days without a verdict: the goods are presumed to be as the buyer says."""
    require(policy.may_run_machinery(actor))
    row = _begin(actor, subject, "presume", at)
    for line in row.lines.all():
        setattr(line, Outcome.AS_CLAIMED.lower(), line.received)
        line.is_judged, line.disposition = True, Disposition.QUARANTINE
        line.save(update_fields=["as_claimed", "is_judged", "disposition"])
    steps.take(actor=actor, row=row, action="presume", at=at, waiting_for="buyer")


@timers.rings("RETURN_VERDICT")
def settle_by_clock(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """The buyer did not object to the verdict in three days: it stands."""
    require(policy.may_run_machinery(actor))
    endings.settle(actor, _begin(actor, subject, "settle", at), at)


@timers.rings("RETURN_REMEDY")
def pay_instead(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """The supplier owed goods for three weeks: the buyer gets their value instead."""
    require(policy.may_run_machinery(actor))
    row = _begin(actor, subject, "default", at)
    endings.pay(actor, row, "default", holding.due(row), at)


@timers.rings("RETURN_WINDOW")
def confirm_by_clock(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """The replacement's claim window ended without a word: it counts as accepted."""
    require(policy.may_run_machinery(actor))
    endings.complete(actor, _begin(actor, subject, "confirm", at), at)


@timers.rings("RETURN_LIMIT")
def force_decision(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """Nobody decided in thirty days: who has the goods does not also keep the money.

    What the supplier received is paid to the buyer; what never left the buyer is not.
    """
    require(policy.may_run_machinery(actor))
    row = _begin(actor, subject, "force", at)
    if row.received_at:
        endings.pay(actor, row, "force", holding.due(row), at)
    else:
        endings.free(actor, row, "force", at)


def _begin(actor: Actor, subject: str, action: str, at: datetime) -> Return:
    """The return that a clock belongs to, locked after its order. Raises WrongState if it has moved on."""
    return steps.begin(actor=actor, number=subject.partition(":")[2], action=action, at=at)
