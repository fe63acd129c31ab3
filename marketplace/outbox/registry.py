"""Which handler reacts to which fact.

``@on(Event)`` is for effects in our own database: the handler runs in one transaction together with
its ``Delivery`` row, so it takes effect once. ``@starts(Event)`` is for effects outside it (a Celery
task, a push to browsers): the handler runs outside any transaction, at least once, and passes the
event's id on as the idempotency key.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar, TypeVar, get_type_hints
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Event:
    """A fact in the past tense: ids and values only. Subclass in ``<package>/events.py``.

    ``event_id`` is 0 until the outbox has numbered it; handlers always see the number.
    """

    by_kind: ClassVar[dict[str, type["Event"]]] = {}
    event_id: int = 0

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        kind = cls.kind()
        if kind in Event.by_kind:
            raise TypeError(f"two events are called {kind}")
        Event.by_kind[kind] = cls

    @classmethod
    def kind(cls) -> str:
        """``rfq.QuoteSubmitted``: the package and the class."""
        return f"{cls.__module__.rsplit('.', 1)[0].removeprefix('marketplace.')}.{cls.__name__}"

    @property
    def shard(self) -> str:
        """Facts of one shard are delivered one after the other, in order."""
        raise NotImplementedError

    def to_payload(self) -> dict[str, Any]:
        """The fields as JSON values."""
        values = {item.name: getattr(self, item.name) for item in fields(self) if item.name != "event_id"}
        return {
            name: str(value) if isinstance(value, UUID) else value.isoformat() if isinstance(value, datetime) else value
            for name, value in values.items()
        }

    @classmethod
    def from_row(cls, kind: str, payload: dict[str, Any], event_id: int) -> "Event":
        """The event as it was published. Raises KeyError if no such class exists any more."""
        event_class = cls.by_kind[kind]
        hints = get_type_hints(event_class)
        values = {
            name: UUID(value)
            if hints[name] is UUID and value is not None
            else datetime.fromisoformat(value)
            if hints[name] is datetime and value is not None
            else value
            for name, value in payload.items()
        }
        return event_class(**values, event_id=event_id)


E = TypeVar("E", bound=Event)


@dataclass(frozen=True)
class Handler:
    """One reaction to one kind of event."""

    name: str
    run: Callable[[Any], None]
    transactional: bool


_handlers: dict[str, list[Handler]] = {}


def _register(event_class: type[E], transactional: bool) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    def wrap(function: Callable[[E], None]) -> Callable[[E], None]:
        name = f"{function.__module__}.{function.__qualname__}"
        _handlers.setdefault(event_class.kind(), []).append(Handler(name, function, transactional))
        return function

    return wrap


def on(event_class: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """React in our database, in one transaction with the delivery mark."""
    return _register(event_class, transactional=True)


def starts(event_class: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Start something outside our database, outside any transaction, at least once."""
    return _register(event_class, transactional=False)


def handlers_of(kind: str) -> list[Handler]:
    """Every reaction to ``kind``, in the order of registration."""
    return list(_handlers.get(kind, ()))
