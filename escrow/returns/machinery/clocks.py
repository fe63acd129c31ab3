"""The clocks of a return: which one runs in which state, and until when."""

from collections.abc import Callable
from datetime import datetime, timedelta

from escrow.machinery import timers
from escrow.returns.models import Return
from escrow.returns.states import ReturnState
from escrow.returns.workdays import add_workdays

Due = Callable[[datetime], datetime]


def _days(count: int) -> Due:
    return lambda at: at + timedelta(days=count)


def _workdays(count: int) -> Due:
    return lambda at: add_workdays(at, count)


CLOCKS: dict[str, tuple[str, Due]] = {
    ReturnState.REQUESTED: ("RETURN_ANSWER", _workdays(3)),
    ReturnState.NEGOTIATING: ("RETURN_ANSWER", _workdays(3)),
    ReturnState.REFUSED: ("RETURN_APPEAL", _workdays(5)),
    ReturnState.AUTHORISED: ("RETURN_SHIP", _days(14)),
    ReturnState.IN_TRANSIT: ("RETURN_ARRIVAL", _days(30)),
    ReturnState.RECEIVED: ("RETURN_SHORTAGE", _days(2)),
    ReturnState.INSPECTING: ("RETURN_INSPECTION", _workdays(5)),
    ReturnState.VERDICT: ("RETURN_VERDICT", _days(3)),
    ReturnState.REMEDY: ("RETURN_REMEDY", _days(21)),
    ReturnState.SENT_BACK: ("RETURN_WINDOW", _days(20)),
    ReturnState.ESCALATED: ("RETURN_LIMIT", _days(30)),
}
"""State → the clock that runs in it, and when it rings."""

NUDGE_WORKDAYS = 2


def wind(row: Return, at: datetime) -> None:
    """Start the clock of the state that ``row`` is in now."""
    if row.state in CLOCKS:
        name, due = CLOCKS[row.state]
        timers.start(order_id=row.order_id, name=name, due_at=due(at), subject=row.ref)


def wind_silence(row: Return, at: datetime) -> None:
    """After the reminder: when this rings too, the return moves on without the silent side."""
    due_at = add_workdays(at, NUDGE_WORKDAYS)
    timers.start(order_id=row.order_id, name="RETURN_SILENCE", due_at=due_at, subject=row.ref)


def halt(row: Return, at: datetime) -> None:
    """Stop the clocks of the step that ends."""
    timers.stop(order_id=row.order_id, at=at, subject=row.ref)
