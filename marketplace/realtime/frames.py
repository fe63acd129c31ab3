"""What travels between processes and to browsers, as text.

A frame is serialised once, by whoever publishes it. On Redis it has one line of routing before it, so that the
process that holds the sockets passes the frame on without reading it.
"""

import json
from dataclasses import dataclass
from typing import Any, Self

CHANNEL = "realtime:frames"
RESYNC = '{"type":"resync"}'
PONG = '{"type":"pong"}'

_EVERYBODY = "-"


def frame(kind: str, **values: Any) -> str:
    """One JSON object for a browser."""
    return json.dumps({"type": kind, **values}, separators=(",", ":"), ensure_ascii=False, default=str)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A frame with its route. ``passing`` frames (typing) are dropped first; ``not_to`` is a user who needs no echo."""

    topic: str
    frame: str = ""
    passing: bool = False
    not_to: str = ""

    def pack(self) -> str:
        """As published: ``topic passing not_to``, a line break, the frame."""
        return f"{self.topic} {int(self.passing)} {self.not_to or _EVERYBODY}\n{self.frame}"

    @classmethod
    def unpack(cls, text: str) -> Self:
        """The reverse of ``pack``. Raises ValueError for what nobody of us has published."""
        route, _, frame_text = text.partition("\n")
        topic, passing, not_to = route.split(" ")
        return cls(topic, frame_text, passing == "1", "" if not_to == _EVERYBODY else not_to)
