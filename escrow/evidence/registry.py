"""What an evidence pack consists of: parts that packages register in their ``evidence_parts`` modules.

A part is one JSON document and the files that belong to it::

    @registry.part("disputes", order=70)
    def disputes(order: Order, reader: Reader) -> Part | None:
        return Part(data=[...], files=[registry.attached("disputes", 1, stored), ...])

Each part gives a reader what that side may see anyway, and None when there is nothing. The supplier's commission
is none of the buyer's business; nor are the market's costs anybody's but its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from marketplace.ledger.parties import Party
from marketplace.lib.actor import Actor

if TYPE_CHECKING:
    from marketplace.ledger.models import Order
    from marketplace.storage.models import StoredFile


@dataclass(frozen=True, slots=True)
class Reader:
    """Who gets the pack, and on which side of the order they are."""

    actor: Actor
    side: Party


@dataclass(frozen=True, slots=True)
class Attachment:
    """A stored file and its place in the pack."""

    path: str
    stored: "StoredFile"


@dataclass(frozen=True, slots=True)
class Part:
    """One JSON document of the pack, and files beside it."""

    data: Any
    files: Sequence[Attachment] = field(default_factory=tuple)


Source = Callable[["Order", Reader], Part | None]
_sources: dict[str, tuple[int, Source]] = {}


def part(name: str, *, order: int = 50) -> Callable[[Source], Source]:
    """Register the source of ``<name>.json``. A name is registered once."""

    def register(source: Source) -> Source:
        if name in _sources:
            raise ValueError(f"two parts are called {name!r}")
        _sources[name] = (order, source)
        return source

    return register


def attached(name: str, position: int, stored: "StoredFile") -> Attachment:
    """A file of the part ``name``: ``files/disputes/001-photo.jpg``."""
    return Attachment(f"files/{name}/{position:03d}-{stored.name}", stored)


def parts_of(order: "Order", reader: Reader) -> dict[str, Part]:
    """Every part that has something for this reader, by name, in order."""
    sources = sorted(_sources.items(), key=lambda item: (item[1][0], item[0]))
    return {name: found for name, (_, source) in sources if (found := source(order, reader)) is not None}
