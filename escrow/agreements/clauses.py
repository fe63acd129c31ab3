"""What lateness and cancellation cost, by the clauses of the plan. Pure; money in minor units."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from marketplace.ledger.plans import LateClause
from marketplace.lib.money import portion

_WEEK = timedelta(weeks=1)
EXTENSION_DAYS = 15
EXTENSION_LIMIT_DAYS = 30


def weeks_late(due_at: datetime | None, done_at: datetime | None) -> int:
    """Started weeks between what was promised and what was done; 0 if it was in time, or nothing was promised."""
    if due_at is None or done_at is None or done_at <= due_at:
        return 0
    return -((due_at - done_at) // _WEEK)


def late_bp(clause: LateClause, weeks: int) -> int:
    """The share of the price that so many started weeks cost, in basis points."""
    return min(weeks * clause.bp_per_week, clause.cap_bp)


def compensation(amount_minor: int, clause: LateClause, weeks: int) -> int:
    """What the buyer gets of ``amount_minor``: never more than the cap's share of it."""
    return portion(amount_minor, late_bp(clause, weeks))


def cancellable_from(due_at: datetime | None, clause: LateClause) -> datetime | None:
    """From when the buyer may cancel for lateness without a fee."""
    return due_at + timedelta(days=clause.cancel_after_days) if due_at else None


@dataclass(frozen=True, slots=True)
class CancelledMoney:
    """How the held money ends: ``fee`` to the supplier, ``back`` to the buyer; together all that was held."""

    fee: int
    back: int


def cancelled(held_minor: int, fee_minor: int) -> CancelledMoney:
    """Divide what is held; the fee is never more than that."""
    fee = min(max(fee_minor, 0), held_minor)
    return CancelledMoney(fee=fee, back=held_minor - fee)


def extended(ends_at: datetime, days_taken: int) -> tuple[datetime, int]:
    """(new end, days added) of an inspection that was extended by ``days_taken`` before; no days when there are none
    left."""
    days = min(EXTENSION_DAYS, max(EXTENSION_LIMIT_DAYS - days_taken, 0))
    return ends_at + timedelta(days=days), days
