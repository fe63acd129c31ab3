"""Time of the demonstration market: steps at moments of the past, done in order, each with its clock stopped."""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from marketplace.lib import clock
from marketplace.outbox.drain import drain_until_empty

Step = Callable[[datetime], None]


@dataclass
class Calendar:
    """Steps by moment. A step may plan later ones."""

    today: datetime
    _steps: list[tuple[datetime, int, Step]] = field(default_factory=list)
    _planned: int = 0

    @classmethod
    def of(cls, moment: datetime) -> "Calendar":
        """A calendar whose day 0 is the day of ``moment``."""
        return cls(datetime.combine(moment.astimezone(UTC).date(), time(0), UTC))

    def day(self, number: int, hour: int = 9, minute: int = 0) -> datetime:
        """A moment by its distance from today."""
        return self.today + timedelta(days=number, hours=hour, minutes=minute)

    def plan(self, moment: datetime, step: Step) -> None:
        """Do ``step`` at ``moment``; of two at the same moment the one planned first."""
        self._planned += 1
        heapq.heappush(self._steps, (moment, self._planned, step))

    def run(self) -> Iterator[datetime]:
        """Do every step in order and deliver what it announced, at its own time."""
        while self._steps:
            moment, _, step = heapq.heappop(self._steps)
            with clock.stopped_at(moment):
                step(moment)
                drain_until_empty()
            yield moment
