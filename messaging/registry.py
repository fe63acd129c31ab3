"""What a thread is about, told by the packages above: addresses of their panels and offer forms.

Messaging knows a subject by two words, its kind and its reference (``RFQ``, ``RFQ-2481``). The package that
owns the kind registers, in its ``shell.py``, where its part of the thread page lives. Each function takes the
actor who looks and returns "" for what that actor should not be offered; the addresses check again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from marketplace.lib.actor import Actor


@dataclass(frozen=True, slots=True)
class ThreadRef:
    """What a subject is told about the thread that is being shown."""

    code: str
    subject_kind: str
    subject_ref: str


@dataclass(frozen=True, kw_only=True, slots=True)
class OfferActions:
    """What this actor may do with the live offer.

    ``accept_url``, ``decline_url`` and ``withdraw_url`` receive a POST with ``version_id``, ``terms_hash`` (of the
    terms that were shown) and the idempotency ``key``; ``counter_url`` is a page. ``note`` is one sentence on what
    accepting does.
    """

    accept_url: str = ""
    accept_label: str = "Accept"  # better with the amount: it is the one main action
    counter_url: str = ""
    decline_url: str = ""
    withdraw_url: str = ""
    note: str = ""

    def __bool__(self) -> bool:
        return bool(self.accept_url or self.counter_url or self.decline_url or self.withdraw_url)


NO_ACTIONS = OfferActions()


def _nowhere(actor: Actor, thread: ThreadRef) -> str:  # the signature is the contract
    return ""


def _no_order(actor: Actor, thread: ThreadRef, body: Mapping[str, Any]) -> str:
    return ""


def _no_actions(actor: Actor, thread: ThreadRef, offer: Mapping[str, Any]) -> OfferActions:
    return NO_ACTIONS


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The doors of one kind of subject.

    ``page_url``: the subject's own page. ``panel_url``: a fragment for the thread's side panel, loaded by htmx.
    ``new_offer_url``: the page with the offer form. ``offer_actions``: for the live offer's card, given the body of its
    event. ``order_url``: the order of an ``order.opened`` event, given its body.
    """

    kind: str
    page_url: Callable[[Actor, ThreadRef], str] = field(default=_nowhere)
    panel_url: Callable[[Actor, ThreadRef], str] = field(default=_nowhere)
    new_offer_url: Callable[[Actor, ThreadRef], str] = field(default=_nowhere)
    new_offer_label: str = "New offer"
    order_url: Callable[[Actor, ThreadRef, Mapping[str, Any]], str] = field(default=_no_order)
    offer_actions: Callable[[Actor, ThreadRef, Mapping[str, Any]], OfferActions] = field(default=_no_actions)


_subjects: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    """Add a kind of subject. Raises ValueError if the kind is taken."""
    if subject.kind in _subjects:
        raise ValueError(f"the subject {subject.kind!r} is already registered")
    _subjects[subject.kind] = subject


def subject(kind: str) -> Subject:
    """The doors of ``kind``; a kind that nobody registered has none, and its threads still work."""
    return _subjects.get(kind) or Subject(kind=kind)
