"""A small simulation of market and provider: lost calls, lost and shuffled notices, days that pass, and then peace.

Each seed is a history of its own. First chaos: 15 % of the writing calls are lost, half of them on the way back, 5 % of
the questions; a fifth of the notices come twice, a tenth never, all in any order. Then the line is good, and everything
that is under way must come to its end, with books that equal the provider's to the cent and nothing done twice.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar
from unittest import mock

from escrow import services
from escrow.chargebacks import services as chargebacks
from escrow.chargebacks.models import Chargeback
from escrow.gateways.fake import engine
from escrow.gateways.fake.engine import Choice
from escrow.machinery import runner
from escrow.models import GatewayOperation
from escrow.reconciliation.services import reconcile
from infra.prove import line as lines
from infra.prove.world import MINUTE, SYSTEM, World, at_rest, faults_of, world
from marketplace.ledger.models import Order
from marketplace.ledger.plans import Plan
from marketplace.lib.errors import HarborlineError

T = TypeVar("T")
STEPS, MOST_ROUNDS, MOST_ORDERS = 120, 60, 4
LOST_WRITES, LOST_READS = 0.15, 0.05
TWICE, NEVER = 0.20, 0.10
PAUSES = (timedelta(seconds=2), MINUTE, MINUTE, 20 * MINUTE, timedelta(hours=5), timedelta(hours=30))
CHOICES = (Choice.PAY,) * 6 + (Choice.TIMEOUT, Choice.PENDING, Choice.DECLINE, Choice.CANCEL, Choice.BANK)


@dataclass
class SimulationReport:
    """How much was tried, and everything that was found wrong, by seed."""

    seeds: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)

    @property
    def bad_seeds(self) -> int:
        """Histories that ended wrong."""
        return len({finding.split(":", 1)[0] for finding in self.findings})


def run_simulation(
    seeds: Iterable[int], *, looks_up: bool = True, tell: Callable[[str], None] | None = None
) -> SimulationReport:
    """Play one history per seed. ``looks_up=False`` is the mutant that sends again without asking first."""
    report = SimulationReport()
    for seed in seeds:
        counts, findings = run_seed(seed, looks_up=looks_up)
        report.seeds += 1
        report.counts.update(counts)
        report.findings += [f"seed {seed}: {finding}" for finding in findings]
        if tell:
            tell(f"seed {seed}: {'; '.join(findings) or 'good'}")
    return report


def run_seed(seed: int, *, looks_up: bool = True) -> tuple[Counter[str], list[str]]:
    """One history; the same seed gives the same one. Returns what happened, and what was wrong at its end."""
    counts: Counter[str] = Counter()
    with world(seed) as seen, ExitStack() as stack:
        if not looks_up:
            stack.enter_context(_without_looking_up())
        _break_line(seen.chance)
        for _ in range(STEPS):
            move = seen.chance.choices(_MOVES, _WEIGHTS)[0]
            try:
                move(seen)
                counts[move.__name__.strip("_")] += 1
            except HarborlineError:
                counts["refused"] += 1
        lines.line.calm()
        rounds = _settle(seen)
        findings = at_rest() + faults_of()
        run = reconcile(actor=SYSTEM, is_full=True, key=seen.key(), at=seen.now)
        findings += [f"reconciliation: {run.left_open} open, {run.difference}"] if not run.is_clean else []
        counts.update({"calls": lines.line.calls, "lost calls": lines.line.lost, "rounds": rounds})
    return counts, findings


def _break_line(chance: random.Random) -> None:
    def fails(method: str, url: str) -> bool:
        return chance.random() < (LOST_WRITES if method == "post" else LOST_READS) / 2

    lines.line.loses_request = lines.line.loses_answer = fails


def _settle(seen: World) -> int:
    """Peace: everybody tells everything, and the clock goes on until nothing is under way."""
    for rounds in range(1, MOST_ROUNDS + 1):
        seen.pass_time(20 * MINUTE)
        for operation in GatewayOperation.objects.filter(kind="PAYMENT", state="SENT"):
            engine.choose(ref=operation.gateway_ref or "", choice=Choice.CANCEL, at=seen.now)
        for notice in seen.notices():
            seen.deliver(notice)
        busy = seen.work_off() + seen.run_due()
        if not busy and not at_rest():
            return rounds
    return MOST_ROUNDS


@contextmanager
def _without_looking_up() -> Iterator[None]:
    """The mutant: it trusts the idempotency key alone, which the provider forgets after a day."""
    calls = runner._calls

    def blind(gateway: object, operation: GatewayOperation) -> object:
        _, create = calls(gateway, operation)  # type: ignore[arg-type]
        return (lambda instruction: None), create

    with mock.patch.object(runner, "_calls", blind):
        yield


def _open(seen: World) -> None:
    under_way = Order.objects.filter(number__in=seen.numbers).exclude(state__in=["CLOSED", "CANCELLED", "REFUNDED"])
    if under_way.count() < MOST_ORDERS:
        seen.open_order(Plan(kind="deposit", deposit_bp=3_000) if seen.chance.random() < 0.3 else None)


def _pay(seen: World) -> None:
    number = _some(seen, "FUNDED" if seen.chance.random() < 0.2 else "AWAITING_PAYMENT")
    services.start_payment(actor=seen.buyer, number=number, key=seen.key(), at=seen.now)


def _choose(seen: World) -> None:
    waiting = GatewayOperation.objects.filter(kind="PAYMENT", state="SENT", gateway_ref__isnull=False)
    operation = _one(seen, list(waiting.order_by("created_at", "id")))
    if operation:
        engine.choose(ref=operation.gateway_ref or "", choice=seen.chance.choice(CHOICES), at=seen.now)


def _ship(seen: World) -> None:
    number = _some(seen, "FUNDED")
    services.ship_order(
        actor=seen.vendor, number=number, carrier="DHL", tracking_number=seen.key(), key=seen.key(), at=seen.now
    )


def _accept(seen: World) -> None:
    services.accept_order(actor=seen.buyer, number=_some(seen, "SHIPPED", "DELIVERED"), key=seen.key(), at=seen.now)


def _refund(seen: World) -> None:
    number = _some(seen, "FUNDED")
    services.request_refund(actor=seen.vendor, number=number, reason="Out of stock.", key=seen.key(), at=seen.now)


def _pay_out(seen: World) -> None:
    services.run_payout_batch(actor=seen.operator, key=seen.key(), at=seen.now)


def _dispute(seen: World) -> None:
    paid = GatewayOperation.objects.filter(kind="PAYMENT", state="SUCCEEDED", chargebacks__isnull=True)
    operation = _one(seen, list(paid.order_by("created_at", "id")))
    if operation and not Chargeback.objects.filter(payment=operation).exists():
        reason = seen.chance.choice(["fraudulent", "product_not_received"])
        engine.open_dispute(payment_ref=operation.gateway_ref or "", at=seen.now, reason=reason)


def _decide(seen: World) -> None:
    open_ones = [one["id"] for one in engine.things("dispute") if one["status"] not in {"won", "lost"}]
    ref = _one(seen, sorted(open_ones))
    if ref:
        engine.decide_dispute(ref=ref, won=seen.chance.random() < 0.5, at=seen.now)


def _answer(seen: World) -> None:
    chargeback = _one(seen, list(Chargeback.objects.filter(state="NEEDS_RESPONSE").order_by("ref")))
    if chargeback:
        chargebacks.submit_evidence(actor=seen.operator, ref=chargeback.ref, key=seen.key(), at=seen.now)


def _sweep(seen: World) -> None:
    seen.run_due()


def _tell(seen: World) -> None:
    """Some notices arrive, in any order; some twice, some never."""
    waiting = seen.notices()
    seen.chance.shuffle(waiting)
    for notice in waiting[: seen.chance.randint(1, 6)]:
        if seen.chance.random() < NEVER:
            engine.mark_delivered(notice_id=notice.id, at=seen.now)
            continue
        for _ in range(2 if seen.chance.random() < TWICE else 1):
            seen.deliver(notice)


def _read(seen: World) -> None:
    seen.work_off()


def _wait(seen: World) -> None:
    seen.pass_time(seen.chance.choice(PAUSES))


def _ring(seen: World) -> None:
    services.fire_due_timers(actor=SYSTEM, at=seen.now)


_TABLE: Sequence[tuple[Callable[[World], None], int]] = (
    (_open, 6), (_pay, 14), (_choose, 14), (_ship, 12), (_accept, 12), (_refund, 6), (_pay_out, 7), (_dispute, 2),
    (_decide, 1), (_answer, 1), (_sweep, 12), (_tell, 8), (_read, 8), (_wait, 9), (_ring, 2),
)  # fmt: skip
_MOVES = [move for move, _ in _TABLE]
_WEIGHTS = [weight for _, weight in _TABLE]


def _some(seen: World, *states: str) -> str:
    """An order in one of these states; now and then any, because people press wrong buttons, too."""
    fitting = Order.objects.filter(number__in=seen.numbers, state__in=states).order_by("number")
    numbers = list(fitting.values_list("number", flat=True))
    if not numbers or seen.chance.random() < 0.05:
        numbers = seen.numbers or [seen.open_order()]
    return seen.chance.choice(numbers)


def _one(seen: World, options: Sequence[T]) -> T | None:
    return seen.chance.choice(options) if options else None
