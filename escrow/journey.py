"""An order's life in words: its timeline, what comes next, and until when. Pure: rows in, text out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from marketplace.ledger.states import OrderState
from marketplace.lib.money import Money
from marketplace.web.parts import Moment, Progress

Clocks = Mapping[str, datetime]
"""When each running clock of an order is due, by its name."""


def _amount(body: Mapping[str, Any]) -> str:
    return str(Money(int(body["amount_minor"]), str(body["currency"])))


def _by(name: str) -> str:
    return f"by {name}" if name else ""


def past(kind: str, body: Mapping[str, Any], actor_name: str, at: datetime) -> Moment:
    """One event of an order's timeline as a sentence that both sides may read."""
    state: Progress = "done"
    if kind == "opened":
        source = str(body.get("source", "")).partition(":")[2]
        title, detail = "Order opened", f"from {source} {_by(actor_name)}" if source else _by(actor_name)
    elif kind == "fund":
        title, detail = f"{_amount(body)} paid into escrow", _by(str(body.get("by", "")))
        if body.get("by_credit"):
            title, detail = f"{_amount(body)} covered by credit", str(body["by_credit"])
    elif kind == "ship":
        title, detail = (
            f"Shipped with {body.get('carrier', '')}",
            f"{body.get('tracking_number', '')} {_by(actor_name)}",
        )
    elif kind == "deliver":
        signed = body.get("signed_by")
        title, detail = "Delivered", f"signed by {signed}" if signed else f"reported {_by(actor_name)}"
        if body.get("by_clock"):
            detail = "presumed, nobody reported it in time"
    elif kind == "accept":
        title = "Accepted, escrow released"
        detail = "by clock, nobody objected in time" if body.get("by_clock") else _by(actor_name)
    elif kind == "close":
        title, detail = "Paid out to the supplier", str(body.get("payout", ""))
    elif kind == "cancel":
        title, detail, state = (
            "Cancelled",
            "not paid in time" if body.get("why") == "unpaid" else _by(actor_name),
            "stopped",
        )
    elif kind == "request_refund":
        title, detail = "Refund requested", f"{_by(actor_name)}: {body.get('reason', '')}"
    elif kind == "refund":
        where = "kept in the buyer’s wallet" if body.get("to") == "wallet" else "returned to the buyer"
        title, detail, state = f"{_amount(body)} {where}", "", "stopped"
    else:
        title, detail = kind.replace("_", " ").capitalize(), _by(actor_name)
    return Moment(title=title, detail=detail.strip(), at=at, state=state)


_COMING = (
    ("Paid into escrow", {OrderState.AWAITING_PAYMENT}),
    ("Shipped", {OrderState.AWAITING_PAYMENT, OrderState.FUNDED}),
    ("Delivered", {OrderState.AWAITING_PAYMENT, OrderState.FUNDED, OrderState.SHIPPED}),
    (
        "Accepted, escrow released",
        {OrderState.AWAITING_PAYMENT, OrderState.FUNDED, OrderState.SHIPPED, OrderState.DELIVERED},
    ),
    (
        "Paid out to the supplier",
        {
            OrderState.AWAITING_PAYMENT,
            OrderState.FUNDED,
            OrderState.SHIPPED,
            OrderState.DELIVERED,
            OrderState.ACCEPTED,
        },
    ),
)


def coming(state: str, clocks: Clocks, ship_due_at: datetime | None) -> list[Moment]:
    """The steps that are still to come from ``state``; the first of them is where the order is now."""
    if state == OrderState.REFUNDING:
        return [Moment(title="Refund arrives at the buyer", state="now")]
    dates: dict[str, tuple[str, datetime | None]] = {
        "Paid into escrow": ("due", clocks.get("PAYMENT_DUE")),
        "Shipped": ("planned", ship_due_at),
        "Delivered": ("presumed", clocks.get("ARRIVAL")),
        "Accepted, escrow released": ("at the latest", clocks.get("AUTO_ACCEPT")),
        "Paid out to the supplier": ("", None),
    }
    titles = [title for title, states in _COMING if state in states]
    return [
        Moment(
            title=title,
            detail=dates.get(title, ("", None))[0] if dates.get(title, ("", None))[1] else "",
            at=dates.get(title, ("", None))[1],
            state="now" if position == 0 else "todo",
        )
        for position, title in enumerate(titles)
    ]


def next_step(state: str, clocks: Clocks, ship_due_at: datetime | None) -> tuple[str, datetime | None]:
    """(what has to happen next, until when) for a line of a list; ("", None) at the end."""
    steps: dict[str, tuple[str, datetime | None]] = {
        OrderState.AWAITING_PAYMENT: ("Buyer pays", clocks.get("PAYMENT_DUE")),
        OrderState.FUNDED: ("Supplier ships", ship_due_at),
        OrderState.SHIPPED: ("Goods arrive", clocks.get("ARRIVAL")),
        OrderState.DELIVERED: ("Buyer accepts", clocks.get("AUTO_ACCEPT")),
        OrderState.ACCEPTED: ("Payout", None),
        OrderState.REFUNDING: ("Refund arrives", None),
    }
    return steps.get(state, ("", None))


def held_text(state: str, clocks: Clocks) -> str:
    """What the held money waits for."""
    auto = clocks.get("AUTO_ACCEPT")
    if state == OrderState.DELIVERED and auto:
        return f"held, released by clock on {auto:%-d %b} at the latest"
    return "held until the goods are accepted"


def flow_targets(parts: Sequence[tuple[str, int, str]]) -> list[tuple[str, int, str]]:
    """The non-empty targets of a funds flow."""
    return [part for part in parts if part[1] > 0]


_MOVEMENTS = {
    "release": "Released from escrow",
    "payout_reserved": "Payout ordered",
    "payout_confirmed": "Payout confirmed",
    "payout_refused": "Payout refused, money available again",
    "payment_unclaimed": "Payment arrived too late",
    "wallet_refund_reserved": "Late payment on its way back",
    "refund_refused": "Refund refused, kept in your wallet",
    "reversal": "Correction",
}
_ACCOUNTS = {
    "vendor_available": "Available",
    "vendor_in_transit": "Under way",
    "wallet": "Wallet",
    "psp": "Payment provider",
    "escrow": "Escrow",
    "refund_it": "Refunds on the way",
    "inc_commission": "Commission income",
    "exp_psp_fee": "Provider fees",
}


def movement_words(kind: str) -> str:
    """A journal entry's kind as a statement says it."""
    return _MOVEMENTS.get(kind, kind.replace("_", " ").capitalize())


def account_words(kind: str) -> str:
    """An account's kind as a statement says it."""
    return _ACCOUNTS.get(kind, kind.replace("_", " ").capitalize())
