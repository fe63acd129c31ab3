"""An order's life in words: its timeline, what comes next, and until when. Pure: rows in, text out."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from escrow import registry
from escrow.states import SETTLED_UNITS, LegState, UnitKind
from marketplace.ledger.states import HELD_STATES, OrderState
from marketplace.lib.money import Money
from marketplace.web.parts import Moment, Progress

if TYPE_CHECKING:
    from escrow.models import PaymentLeg, ReleaseUnit

_UNPAID = frozenset({LegState.PLANNED, LegState.AWAITING})
Clocks = Mapping[str, datetime]
"""When each running clock of an order is due, by its name."""


def _amount(body: Mapping[str, Any]) -> str:
    return str(Money(int(body["amount_minor"]), str(body["currency"])))


def _by(name: str) -> str:
    return f"by {name}" if name else ""


Words = tuple[str, str, Progress]


def _opened(body: Mapping[str, Any], actor: str) -> Words:
    source = str(body.get("source", "")).partition(":")[2]
    return "Order opened", f"from {source} {_by(actor)}" if source else _by(actor), "done"


def _fund(body: Mapping[str, Any], actor: str) -> Words:
    if "by_credit" in body:
        return "Covered by credit", str(body["by_credit"]), "done"
    title = str(body.get("title", ""))
    what = f"{title}, " if title and title != "Payment in full" else ""
    return f"{_amount(body)} paid into escrow", f"{what}{_by(str(body.get('by', '')))}", "done"


def _shipped(body: Mapping[str, Any], actor: str) -> Words:
    part = "A part shipped" if body.get("quantities") else "Shipped"
    return f"{part} with {body.get('carrier', '')}", f"{body.get('tracking_number', '')} {_by(actor)}", "done"


def _delivered(body: Mapping[str, Any], actor: str) -> Words:
    if body.get("by_clock"):
        return "Delivered", "presumed, nobody reported it in time", "done"
    signed = body.get("signed_by")
    return "Delivered", f"signed by {signed}" if signed else f"reported {_by(actor)}", "done"


def _accepted(body: Mapping[str, Any], actor: str) -> Words:
    detail = "by clock, nobody objected in time" if body.get("by_clock") else _by(actor)
    return "Accepted, escrow released", detail, "done"


def _part_accepted(body: Mapping[str, Any], actor: str) -> Words:
    detail = "by clock" if body.get("by_clock") else _by(actor)
    return f"{body.get('title', 'A part')} accepted, {_amount(body)} released", detail, "done"


def _cancelled(body: Mapping[str, Any], actor: str) -> Words:
    return "Cancelled", "not paid in time" if body.get("why") == "unpaid" else _by(actor), "stopped"


def _refunded(body: Mapping[str, Any], actor: str) -> Words:
    where = "kept in the buyer’s wallet" if body.get("to") == "wallet" else "returned to the buyer"
    return f"{_amount(body)} {where}", "", "stopped"


def _refund_done(body: Mapping[str, Any], actor: str) -> Words:
    return _refunded(body, actor)[0], "", "done"


_WORDS: dict[str, Callable[[Mapping[str, Any], str], Words]] = {
    "opened": _opened,
    "fund": _fund,
    "fund_leg": _fund,
    "ready": lambda body, actor: ("Ready to ship", _by(actor), "done"),
    "ship": _shipped,
    "ship_part": _shipped,
    "deliver": _delivered,
    "deliver_part": lambda body, actor: ("A part delivered", _delivered(body, actor)[1], "done"),
    "submit_milestone": lambda body, actor: (f"{body.get('title')} submitted", f"{body.get('note', '')}", "done"),
    "send_back_milestone": lambda body, actor: (
        f"{body.get('title')} sent back", f"{_by(actor)}: {body.get('reason', '')}", "done"
    ),
    "accept_part": _part_accepted,
    "accept": _accepted,
    "close": lambda body, actor: ("Paid out to the supplier", str(body.get("payout", "")), "done"),
    "cancel": _cancelled,
    "request_refund": lambda body, actor: ("Refund requested", f"{_by(actor)}: {body.get('reason', '')}", "done"),
    "refund": _refunded,
    "refund_done": _refund_done,
    "hold_limit": lambda body, actor: ("Held for long", "an operator looks at it now", "done"),
}  # fmt: skip


def past(kind: str, body: Mapping[str, Any], actor_name: str, at: datetime) -> Moment:
    """One event of an order's timeline as a sentence that both sides may read."""
    words = _WORDS.get(kind) or registry.words_of(kind)
    title, detail, state = (
        words(body, actor_name) if words else (kind.replace("_", " ").capitalize(), _by(actor_name), "done")
    )
    return Moment(title=title, detail=detail.strip(" :"), at=at, state=state)


_COMING = (
    ("Paid into escrow", {OrderState.AWAITING_PAYMENT}),
    ("Shipped", {OrderState.AWAITING_PAYMENT, OrderState.FUNDED, OrderState.PARTLY_SHIPPED}),
    ("Delivered", {OrderState.AWAITING_PAYMENT, OrderState.FUNDED, OrderState.PARTLY_SHIPPED, OrderState.SHIPPED}),
    (
        "Accepted, escrow released",
        {OrderState.AWAITING_PAYMENT, *HELD_STATES},
    ),
    (
        "Paid out to the supplier",
        {OrderState.AWAITING_PAYMENT, *HELD_STATES, OrderState.ACCEPTED},
    ),
)


def coming(
    state: str,
    clocks: Clocks,
    ship_due_at: datetime | None,
    legs: "Sequence[PaymentLeg]" = (),
    units: "Sequence[ReleaseUnit]" = (),
) -> list[Moment]:
    """The steps that are still to come from ``state``; the first of them is where the order is now."""
    if state == OrderState.REFUNDING:
        return [Moment(title="Refund arrives at the buyer", state="now")]
    if state not in {OrderState.AWAITING_PAYMENT, OrderState.ACCEPTED, *HELD_STATES}:
        return []
    dates: dict[str, tuple[str, datetime | None]] = {
        "Paid into escrow": ("due", clocks.get("PAYMENT_DUE")),
        "Shipped": ("planned", ship_due_at),
        "Delivered": ("presumed", clocks.get("ARRIVAL")),
        "Accepted, escrow released": ("at the latest", clocks.get("AUTO_ACCEPT")),
        "Retention released": ("on", clocks.get("RETENTION")),
    }
    for leg in legs:
        dates[f"{leg.title} paid"] = ("due", leg.due_at)
    titles = _titles(state, legs, units)
    return [
        Moment(
            title=title,
            detail=words if at else "",
            at=at,
            state="now" if position == 0 else "todo",
        )
        for position, title in enumerate(titles)
        for words, at in [dates.get(title, ("", None))]
    ]


def _titles(state: str, legs: "Sequence[PaymentLeg]", units: "Sequence[ReleaseUnit]") -> list[str]:
    """What is to come, in order: payments stand before what they pay for."""
    titles = [title for title, states in _COMING if state in states]
    unpaid = [leg for leg in legs if leg.state in _UNPAID and leg.when != "order"]
    stages = [unit for unit in units if unit.kind == UnitKind.MILESTONE]
    if stages:
        end = [title for title in titles if title.startswith("Paid")]
        steps = [
            title
            for unit in stages
            if unit.state not in SETTLED_UNITS
            for title in [
                *(f"{leg.title} paid" for leg in unpaid if leg.no == unit.leg_no),
                f"{unit.title} accepted",
            ]
        ]
        titles = [*end[:-1], *steps, *end[-1:]]
    elif unpaid and "Shipped" in titles:
        place = titles.index("Shipped")
        titles[place:place] = [f"{leg.title} paid" for leg in unpaid]
    if any(unit.kind == UnitKind.RETENTION and unit.state not in SETTLED_UNITS for unit in units):
        titles.insert(len(titles) - 1, "Retention released")
    return titles


def next_step(state: str, clocks: Clocks, ship_due_at: datetime | None) -> tuple[str, datetime | None]:
    """(what has to happen next, until when) for a line of a list; ("", None) at the end."""
    steps: dict[str, tuple[str, datetime | None]] = {
        OrderState.AWAITING_PAYMENT: ("Buyer pays", clocks.get("PAYMENT_DUE")),
        OrderState.FUNDED: ("Supplier ships", ship_due_at),
        OrderState.PARTLY_SHIPPED: ("Supplier ships the rest", ship_due_at),
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
    "inc_buyer_fee": "Buyers’ fees",
    "inc_late_fee": "Late fees",
    "inc_fx": "Exchange gains",
    "exp_dispute_fee": "Dispute fees",
    "exp_chargeback_loss": "Chargeback losses",
    "exp_bad_debt": "Bad debts",
    "exp_goodwill": "Goodwill",
    "exp_rounding": "Rounding",
    "psp_cash": "Unclaimed transfers",
    "hold": "On hold",
    "terms": "Invoiced on net terms",
}


def movement_words(kind: str) -> str:
    """A journal entry's kind as a statement says it."""
    return _MOVEMENTS.get(kind, kind.replace("_", " ").capitalize())


def account_words(kind: str) -> str:
    """An account's kind as a statement says it."""
    return _ACCOUNTS.get(kind, kind.replace("_", " ").capitalize())
