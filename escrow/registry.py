"""Where packages above the core take part in an order: its page, its timeline, and the gates of its steps.

The core never imports them; they register here from their ``panels`` modules.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from marketplace.lib.actor import Actor
from marketplace.web.parts import Progress

if TYPE_CHECKING:
    from escrow.models import PaymentLeg, ReleaseUnit
    from marketplace.ledger.models import Order

Slot = Literal["main", "side"]
Tone = Literal["primary", "plain", "danger"]


@dataclass(frozen=True, slots=True)
class OrderPanel:
    """A part of the order page: a template of ≤ 60 lines and what it shows."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OrderAction:
    """A button of the order page. Of all primary ones the page draws the first as its main action."""

    label: str
    url: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Deduction:
    """Taken from a release in favour of the buyer before the vendor is paid: late delivery, for instance."""

    amount_minor: int
    reason: str


PanelSource = Callable[[Actor, "Order", datetime], OrderPanel | None]
ActionSource = Callable[[Actor, "Order", datetime], list[OrderAction]]
ShipGate = Callable[["Order", "ReleaseUnit"], str]
DeductionSource = Callable[["Order", "ReleaseUnit", int, datetime], list[Deduction]]
LegTaker = Callable[["Order", "PaymentLeg", Callable[[], None], datetime], None]
Words = Callable[[Mapping[str, Any], str], tuple[str, str, Progress]]

_panels: dict[Slot, list[tuple[int, PanelSource]]] = {"main": [], "side": []}
_actions: list[tuple[int, ActionSource]] = []
_gates: list[ShipGate] = []
_deductions: list[DeductionSource] = []
_takers: dict[str, LegTaker] = {}
_words: dict[str, Words] = {}


def order_panel(*, slot: Slot = "main", order: int = 50) -> Callable[[PanelSource], PanelSource]:
    """Register a panel; None means that there is nothing to show."""

    def register(source: PanelSource) -> PanelSource:
        _panels[slot].append((order, source))
        return source

    return register


def order_action(*, order: int = 50) -> Callable[[ActionSource], ActionSource]:
    """Register buttons; the policy is asked by the source."""

    def register(source: ActionSource) -> ActionSource:
        _actions.append((order, source))
        return source

    return register


def ship_gate(gate: ShipGate) -> ShipGate:
    """Register a reason why a unit may not be shipped yet; an empty text lets it pass."""
    _gates.append(gate)
    return gate


def before_release(source: DeductionSource) -> DeductionSource:
    """Register what is taken from a release in favour of the buyer."""
    _deductions.append(source)
    return source


def takes_leg(when: str) -> Callable[[LegTaker], LegTaker]:
    """Register who takes the money of payment legs that are due with ``when`` and belong into no escrow.

    It is called in the settlement's transaction, with the order locked. Once it has locked what it needs, it
    calls ``receive``, which books the leg's amount into the buyer's wallet; what it does not take stays there.
    """

    def register(taker: LegTaker) -> LegTaker:
        _takers[when] = taker
        return taker

    return register


def taker_of(leg: "PaymentLeg") -> LegTaker | None:
    """Who takes the money of a leg, if it belongs into no escrow."""
    return _takers.get(leg.when)


def timeline_words(kind: str, words: Words) -> None:
    """How the timeline tells ``kind``: (title, detail, progress) from the event's body and the actor's name."""
    _words[kind] = words


def panels(slot: Slot, actor: Actor, order: "Order", at: datetime) -> list[OrderPanel]:
    """The panels of a slot that have something to show, in order."""
    sources = sorted(_panels[slot], key=lambda item: item[0])
    return [panel for _, source in sources if (panel := source(actor, order, at)) is not None]


def actions(actor: Actor, order: "Order", at: datetime) -> list[OrderAction]:
    """The buttons that the actor has, in order."""
    return [one for _, source in sorted(_actions, key=lambda item: item[0]) for one in source(actor, order, at)]


def ship_hindrances(order: "Order", unit: "ReleaseUnit") -> list[str]:
    """Every reason why a unit may not be shipped yet."""
    return [reason for gate in _gates if (reason := gate(order, unit))]


def deductions(order: "Order", unit: "ReleaseUnit", amount: int, at: datetime) -> list[Deduction]:
    """What a release of ``amount`` of a unit leaves to the buyer."""
    return [one for source in _deductions for one in source(order, unit, amount, at)]


def words_of(kind: str) -> Words | None:
    """How a kind of event is told, if somebody above said so."""
    return _words.get(kind)
