"""What happened around credit, in words that both sides may read. Pure: rows in, text out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from marketplace.lib.money import Money
from marketplace.web.parts import Moment, Progress

if TYPE_CHECKING:
    from escrow.credit.models import CreditEvent


def amount(body: Mapping[str, Any]) -> str:
    """The amount of an event."""
    return str(Money(int(body["amount_minor"]), str(body["currency"])))


_TITLES: dict[str, str] = {
    "invoice": "{amount} invoiced",
    "pay": "Paid: {amount}",
    "pay_part": "{amount} paid",
    "credit": "Credited: {amount}",
    "credit_part": "{amount} credited",
    "object": "{amount} of line {line} disputed",
    "object_rejected": "{amount} due again",
    "interest": "{amount} late interest for {days}",
    "remind": "First reminder, {amount} due",
    "hold": "Second reminder, {amount} due",
    "collect": "Last reminder, {amount} in collection",
    "write_off": "{amount} written off",
    "write_off_proposed": "Write-off of {amount} proposed",
    "write_off_due": "{amount} is 120 days overdue",
}
_STOPS = {"write_off", "credit"}


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def moment_of(event: "CreditEvent") -> Moment:
    """A line of an invoice's diary."""
    words = _TITLES.get(event.kind, event.kind.replace("_", " ").capitalize())
    body = event.body
    shown = {"line": body.get("line", ""), "days": _days(body.get("days", 0))}
    title = words.format(amount=amount(body) if "amount_minor" in body else "", **shown)
    why = body.get("reason") or body.get("why") or body.get("answer") or ""
    by = body.get("by") or ("" if event.actor_name == "Harborline" else event.actor_name)
    detail = f"by {by}" if by else ""
    state: Progress = "stopped" if event.kind in _STOPS else "done"
    return Moment(title=title, detail=f"{detail}: {why}" if detail and why else detail or why, at=event.at, state=state)


def account_step(event: "CreditEvent") -> Moment:
    """A line of an account's diary."""
    body, kind = event.body, event.kind
    limit = str(Money(int(body["limit_minor"]), body["currency"])) if "limit_minor" in body else ""
    titles = {
        "request": "Credit of {amount} requested",
        "review": "In review",
        "approve": f"Granted: {limit}, {body.get('terms', '')}",
        "limit": f"Limit now {limit}",
        "decline": "Declined",
        "withdraw": "Request withdrawn",
        "hold": "Put on hold",
        "lift": "Hold ended",
        "suspend": "Suspended",
        "resume": "Resumed",
        "close": "Closed",
        "reserve": "{amount} reserved for {order}",
        "free": "{amount} of {order} free again",
    }
    words = titles.get(kind, kind.replace("_", " ").capitalize())
    title = words.format(amount=amount(body) if "amount_minor" in body else "", order=body.get("order", ""))
    reason = body.get("reason", "")
    return Moment(title=title, detail=f"by {event.actor_name}" + (f": {reason}" if reason else ""), at=event.at)
