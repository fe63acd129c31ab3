"""What a suite tells when it is done: how much it tried, and everything that it found wrong."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Literal

Size = Literal["ci", "night"]


@dataclass(frozen=True)
class Outcome:
    """``counts`` say how hard it was tried; a proof holds when there are no ``findings``."""

    suite: str
    counts: Mapping[str, int]
    findings: list[str] = field(default_factory=list)

    def as_json(self) -> str:
        """One line, for the process that asked."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, line: str) -> "Outcome":
        """What ``as_json`` wrote."""
        return cls(**json.loads(line))

    def __str__(self) -> str:
        tried = ", ".join(f"{count:,} {name}" for name, count in self.counts.items())
        return f"{self.suite:<14}{tried}; findings: {len(self.findings)}"
