"""Values that views hand to component tags: a step of a process, a moment of a timeline, the tone of a state."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Progress = Literal["done", "now", "todo", "stopped"]

_TONES = {
    "good": "VERIFIED ACCEPTED CLOSED PAID AGREED AWARDED SETTLED PUBLISHED DELIVERED READY"
    " RELEASED SUCCEEDED ACTIVE DONE",
    "info": "OPEN IN_REVIEW SUBMITTED SHIPPED PROCESSING PENDING REQUESTED RUNNING CHECKED SENT",
    "warn": "AWAITING_PAYMENT APPLIED REFUNDING SUSPENDED UNKNOWN PARKED ON_HOLD INVITED",
    "bad": "REJECTED FAILED DISPUTED DECLINED REVERSED",
    "acc": "FUNDED HELD IN_PRODUCTION",
}
STATE_TONES = {state: tone for tone, states in _TONES.items() for state in states.split()}


@dataclass(frozen=True, kw_only=True)
class Step:
    """One station of a process with a fixed order."""

    label: str
    state: Progress = "todo"
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One line of a timeline. ``value`` of ``maximum`` draws a bar under a moment that is under way."""

    title: str
    detail: str = ""
    at: datetime | date | None = None
    state: Progress = "done"
    value: int | None = None
    maximum: int = 100


def tone_of(state: str) -> str:
    """The colour family of a stored state; "" (neutral) for drafts, ends and unknown words."""
    return STATE_TONES.get(state, "")


def words_of(state: str) -> str:
    """A stored state as people read it: ``AWAITING_PAYMENT`` → ``Awaiting payment``."""
    return state.replace("_", " ").capitalize()


def initials(name: str) -> str:
    """Two letters for a person or company: ``Marit Visser`` → ``MV``, ``Nordmetal`` → ``NO``."""
    words = [word for word in name.split() if word[0].isalnum()]
    if len(words) >= 2:
        return (words[0][0] + words[1][0]).upper()
    return (words[0][:2] if words else "?").upper()
