"""The crash matrix: the process dies at each point of an operation, dies again in the retry, and notices come anyway.

For every kind of operation: seven points × seven points (or none) in the retry, a day later, when the provider has
forgotten the idempotency key × the provider's notices none, once or twice, after the first death, after the second, or
at the end. Whatever happens, the operation ends, the books re-add, and the provider did it exactly once.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from itertools import product
from typing import Any
from unittest import mock

from django.db import transaction

from escrow import services
from escrow.gateways.fake import engine
from escrow.gateways.fake.engine import Choice
from escrow.machinery import runner, settlement
from escrow.models import GatewayEvent, GatewayOperation
from infra.prove import line as lines
from infra.prove.line import Crash
from infra.prove.outcome import Outcome, Size
from infra.prove.world import MINUTE, SYSTEM, World, at_rest, faults_of, world

SHARE = 60
"""One cell in so many is played in `make test`."""

DAY = timedelta(hours=25)
"""After this long the provider has forgotten an idempotency key."""


class Point(StrEnum):
    """Where the process dies, in the order of what it does."""

    BEFORE_LEASE = "before it takes the operation up"
    AFTER_LEASE = "after its lease is committed"
    REQUEST = "while the request is on its way"
    ANSWER = "when the provider has done it and the answer is on its way"
    BEFORE_BOOKING = "with the answer in its hands"
    IN_BOOKING = "in the transaction that books the answer"
    AFTER_BOOKING = "after the booking is committed"


class Moment(StrEnum):
    """When the provider's notices come."""

    AFTER_FIRST = "after the first death"
    AFTER_RETRY = "after the retry"
    LAST = "at the end"


@dataclass(frozen=True)
class Scenario:
    """One cell of the matrix."""

    kind: str
    first: Point
    retry: Point | None
    copies: int
    moment: Moment

    def __str__(self) -> str:
        again = f", again {self.retry}" if self.retry else ""
        return f"{self.kind} dies {self.first}{again}; notices × {self.copies} {self.moment}"


@dataclass
class CrashReport:
    """How much was tried, and everything that ended wrong."""

    scenarios: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)


def matrix(kinds: Sequence[str] | None = None) -> list[Scenario]:
    """All cells; without notices the moment does not matter."""
    when = [(0, Moment.LAST), *product((1, 2), Moment)]
    cells = product(kinds or list(_PREPARE), Point, [None, *Point], when)
    return [Scenario(kind, first, retry, copies, moment) for kind, first, retry, (copies, moment) in cells]


def run_matrix(
    scenarios: Iterable[Scenario], *, looks_up: bool = True, tell: Callable[[str], None] | None = None
) -> CrashReport:
    """Play them. Those of one kind share what was before the operation, which is undone to there after each."""
    report = CrashReport()
    by_kind: dict[str, list[Scenario]] = {}
    for scenario in scenarios:
        by_kind.setdefault(scenario.kind, []).append(scenario)
    for kind, cells in by_kind.items():
        with world(seed=0) as seen:
            operation = _PREPARE[kind](seen)
            for scenario in cells:
                found = _play(seen, operation, scenario, looks_up)
                report.scenarios += 1
                report.counts[kind] += 1
                report.findings += [f"{scenario}: {one}" for one in found]
                if tell:
                    tell(f"{scenario}: {'; '.join(found) or 'good'}")
    return report


def _play(seen: World, operation: GatewayOperation, scenario: Scenario, looks_up: bool) -> list[str]:
    began = seen.now
    outer = transaction.atomic()
    outer._from_testcase = True  # type: ignore[attr-defined]  # the services' transactions count as outermost ones
    with outer, _asking(looks_up):
        _die(seen, operation, scenario.first)
        _hear(seen, scenario, Moment.AFTER_FIRST)
        seen.pass_time(DAY)
        _die(seen, operation, scenario.retry)
        _hear(seen, scenario, Moment.AFTER_RETRY)
        for _ in range(6):
            seen.pass_time(20 * MINUTE)
            _carry_on(seen, operation)
        _hear(seen, scenario, Moment.LAST)
        found = at_rest() + faults_of()
        transaction.set_rollback(True)
    seen.now = began
    return found


def _die(seen: World, operation: GatewayOperation, point: Point | None) -> None:
    """One attempt of the runner, which dies at ``point``."""
    with _deadly(point), suppress(Crash):
        _attempt(seen, operation)


def _attempt(seen: World, operation: GatewayOperation) -> None:
    services.run_operation(actor=SYSTEM, operation_id=operation.id, at=seen.now)


def _carry_on(seen: World, operation: GatewayOperation) -> None:
    """The sweep goes on; a payer whose page is there pays."""
    operation.refresh_from_db()
    if operation.kind == "PAYMENT" and operation.state == "SENT" and operation.gateway_ref:
        engine.choose(ref=operation.gateway_ref, choice=Choice.PAY, at=seen.now)
    seen.run_due()


def _hear(seen: World, scenario: Scenario, moment: Moment) -> None:
    if moment is not scenario.moment:
        return
    for _ in range(scenario.copies):
        for notice in seen.notices():
            seen.deliver(notice)
        seen.work_off()
        GatewayEvent.objects.update(state="RECEIVED", processed_at=None)  # the worker died before it could say so
    seen.work_off()


@contextmanager
def _deadly(point: Point | None) -> Iterator[None]:
    """The process dies at ``point``, once."""
    if point in {Point.REQUEST, Point.ANSWER}:
        with _deadly_line(point):
            yield
        return
    with ExitStack() as stack:
        for module, name, dies_first in _TARGETS.get(point, ()) if point else ():
            stack.enter_context(mock.patch.object(module, name, _killing(getattr(module, name), dies_first)))
        yield


def _killing(real: Callable[..., Any], dies_first: bool) -> Callable[..., Any]:
    def deadly(*args: Any, **kwargs: Any) -> Any:
        if not dies_first:
            real(*args, **kwargs)
        raise Crash

    return deadly


_TARGETS: dict[Point, Sequence[tuple[Any, str, bool]]] = {
    Point.BEFORE_LEASE: [(runner, "_lease", True)],
    Point.AFTER_LEASE: [(runner, "_calls", True)],
    Point.BEFORE_BOOKING: [(settlement, "book", True)],
    Point.IN_BOOKING: [(settlement, "_succeed", False), (settlement, "_note_progress", False)],
    Point.AFTER_BOOKING: [(settlement, "book", False)],
}
"""What is patched for each point: module, function, and whether the process dies before it did its work."""


@contextmanager
def _deadly_line(point: Point) -> Iterator[None]:
    def always(method: str, url: str) -> bool:
        return True

    lines.line.crashes = True
    if point is Point.REQUEST:
        lines.line.loses_request = always
    else:
        lines.line.loses_answer = always
    try:
        yield
    finally:
        lines.line.calm()


@contextmanager
def _asking(looks_up: bool) -> Iterator[None]:
    """Without it, the mutant: it trusts the idempotency key alone, which the provider forgets after a day."""
    if looks_up:
        yield
        return
    calls = runner._calls

    def blind(gateway: Any, operation: GatewayOperation) -> Any:
        return (lambda instruction: None), calls(gateway, operation)[1]

    with mock.patch.object(runner, "_calls", blind):
        yield


def _payment(seen: World) -> GatewayOperation:
    """A buyer who has pressed the button; the process died before it asked the provider."""
    number = seen.open_order(amount=2_500_000)
    with _deadly(Point.BEFORE_LEASE), suppress(Crash):
        services.start_payment(actor=seen.buyer, number=number, key=seen.key(), at=seen.now)
    GatewayOperation.objects.update(next_attempt_at=seen.now)
    return GatewayOperation.objects.get(kind="PAYMENT")


def _paid(seen: World) -> str:
    number = seen.open_order(amount=2_500_000)
    started = services.start_payment(actor=seen.buyer, number=number, key=seen.key(), at=seen.now)
    engine.choose(ref=started.gateway_ref or "", choice=Choice.PAY, at=seen.now)
    seen.pass_time(timedelta(days=3))  # the money becomes available
    seen.run_due()
    return number


def _refund(seen: World) -> GatewayOperation:
    """A refund that is reserved."""
    number = _paid(seen)
    services.request_refund(actor=seen.vendor, number=number, reason="Out of stock.", key=seen.key(), at=seen.now)
    return GatewayOperation.objects.get(kind="REFUND")


def _transfer(seen: World) -> GatewayOperation:
    """A payout that is reserved."""
    number = _paid(seen)
    services.ship_order(
        actor=seen.vendor, number=number, carrier="DHL", tracking_number="1", key=seen.key(), at=seen.now
    )
    services.accept_order(actor=seen.buyer, number=number, key=seen.key(), at=seen.now)
    services.run_payout_batch(actor=seen.operator, key=seen.key(), at=seen.now)
    return GatewayOperation.objects.get(kind="TRANSFER")


_PREPARE: dict[str, Callable[[World], GatewayOperation]] = {
    "PAYMENT": _payment,
    "REFUND": _refund,
    "TRANSFER": _transfer,
}


def sample(share: int) -> list[Scenario]:
    """One cell in ``share``, spread over the whole matrix, the same each time."""
    cells = matrix()
    random.Random(1).shuffle(cells)  # noqa: S311  # repeatable on purpose
    return cells[::share]


def run(url: str, size: Size) -> Outcome:
    """The whole matrix at night, one cell in forty in minutes."""
    cells = matrix() if size == "night" else sample(SHARE)
    report = run_matrix(cells)
    return Outcome("crash", {"crashes": report.scenarios}, report.findings)
