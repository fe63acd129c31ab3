"""A chargeback in words: what it means now, its history, its evidence. Pure."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from escrow.chargebacks.states import CHARGEBACK, ChargebackState
from marketplace.lib.money import Money
from marketplace.web.parts import Moment, Progress

if TYPE_CHECKING:
    from escrow.chargebacks.models import Chargeback
    from marketplace.ledger.models import OrderEvent

_SAYS = {
    ChargebackState.NEEDS_RESPONSE: "The buyer’s bank took the payment back and waits for evidence.",
    ChargebackState.UNDER_REVIEW: "The evidence is with the buyer’s bank. Its answer may take 75 days.",
    ChargebackState.WON: "The buyer’s bank gave the money back. The order goes on as before.",
    ChargebackState.LOST: "The buyer’s bank decided for the buyer. The money does not come back.",
    ChargebackState.PREVENTED: "The buyer’s bank closed it before any money was lost.",
}
_TITLES: dict[str, tuple[str, Progress]] = {
    "chargeback_opened": ("Buyer’s bank disputes the payment", "stopped"),
    "chargeback_statement": ("Supplier’s statement added", "done"),
    "chargeback_liability": ("Liability decided", "done"),
    "chargeback_under_review": ("Evidence sent", "done"),
    "chargeback_won": ("Chargeback won", "done"),
    "chargeback_prevented": ("Chargeback closed", "done"),
    "chargeback_lost": ("Chargeback lost", "stopped"),
}
_EVIDENCE = {
    "product_description": "What was sold",
    "customer_name": "Customer",
    "shipping_carrier": "Carrier",
    "shipping_tracking_number": "Tracking",
    "shipping_date": "Shipped",
    "shipping_address": "Destination",
    "service_date": "Delivered",
    "refund_policy_disclosure": "Refund policy",
    "uncategorized_text": "The whole story",
}
KINDS = tuple(_TITLES)
"""What chargebacks write on an order's timeline."""


def explain(chargeback: "Chargeback") -> str:
    """What it means now, in a sentence."""
    return _SAYS[ChargebackState(chargeback.state)]


def wants_evidence(chargeback: "Chargeback") -> bool:
    """Whether evidence may still be sent."""
    return CHARGEBACK.allows(chargeback.state, "submit")


def words(kind: str, body: Mapping[str, Any]) -> tuple[str, str, Progress]:
    """(title, detail, progress) of one line of the timeline."""
    title, progress = _TITLES[kind]
    amount = str(Money(body["amount_minor"], body["currency"])) if "amount_minor" in body else ""
    detail = ", ".join(
        str(part) for part in (amount, body.get("reason", "").replace("_", " "), body.get("why")) if part
    )
    return title, detail, progress


def moments(events: "Iterable[OrderEvent]") -> list[Moment]:
    """The history of one chargeback."""
    told = [(event, words(event.kind, event.body)) for event in events if event.kind in _TITLES]
    return [Moment(title=title, detail=detail, at=event.at, state=state) for event, (title, detail, state) in told]


def named(evidence: Mapping[str, str]) -> list[tuple[str, str]]:
    """The evidence with names that people read."""
    return [(label, evidence[name]) for name, label in _EVIDENCE.items() if evidence.get(name)]


def outcome(chargeback: "Chargeback") -> list[tuple[str, int]]:
    """Who bore a loss, minor units: what was held, the supplier (of it as a debt), the market."""
    labels = {"held": "Held for the order", "vendor": "Supplier", "debt": "of it as a debt", "market": "Market"}
    return [(label, chargeback.outcome[name]) for name, label in labels.items() if chargeback.outcome.get(name)]
