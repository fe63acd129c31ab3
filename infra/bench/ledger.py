"""``make bench NAME=ledger``: what booking costs, beside PostgreSQL's own yardstick on the same server in the same run.

The yardstick is pgbench's ``tpcb-like``. Rounds alternate with it, so that other work on the machine takes from both.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from django.core.management import call_command
from django.db import connection

from infra.bench import ledger_data as data
from infra.bench.ledger_load import CLIENTS, HOT, SPREAD, Pgbench, Rate, services_per_second
from infra.bench.ledger_work import Funding, Parties, book
from infra.bench.report import Figure, print_report
from marketplace.identity.models import Organization
from marketplace.ledger.models import Order
from marketplace.ledger.services.journal.seals import seal_entries
from marketplace.ledger.verify import verify
from marketplace.lib import clock

Say = Callable[[str], None]
SCALE, ROUNDS, SECONDS, WARM_SECONDS = 10, 5, 4, 10
SMALL, MIDDLE, LARGE = 10_000, 1_000_000, 5_000_000


@dataclass(frozen=True)
class Round:
    """Transactions per second of each, one after the other."""

    yardstick: float
    hot: float
    spread: float

    @property
    def post(self) -> float:
        """``ledger_post`` to the yardstick."""
        return self.hot / self.yardstick


def run(*, say: Say, largest: int = LARGE) -> list[Figure]:
    """Fill an empty database, measure, report. Raises LookupError when it is not empty."""
    call_command("migrate", verbosity=0)
    if Organization.objects.exists():
        raise LookupError("The benchmark fills an empty database. Run it as: make bench NAME=ledger")
    pgbench = Pgbench(os.environ["DATABASE_URL"])
    pgbench.prepare(SCALE)
    with connection.cursor() as cursor:
        cursor.execute("CREATE SEQUENCE bench_key")
    data.open_journal()
    data.grow(SMALL, say)
    rounds = {SMALL: measure(pgbench, say)}
    service, details = through_django(pgbench, say)
    transition = transitions(say)
    details.append(_words("transition", transition))
    for size in (MIDDLE, LARGE):
        if size <= largest:
            data.grow(size, say)
            rounds[size] = measure(pgbench, say)
    sealed, verified = proof(say)
    small = [one.post for one in rounds[SMALL]]
    figures = [
        Figure("post", median(small), "x tpcb", ">= 0.45"),
        Figure("service", service, "x tpcb", ">= 0.25"),
        Figure("hot account loss", 1 - median(one.hot / one.spread for one in rounds[SMALL]), "", "<= 0.10"),
        Figure("transition", transition.per_second, "per s", ">= 200"),
        Figure("verify", verified, "postings/s", ">= 150000"),
        Figure("growth", median(small) / median(one.post for one in rounds[max(rounds)]), "x", "<= 1.2"),
    ]
    sizes = [_rounds(size, each) for size, each in rounds.items()]
    print_report("ledger", figures, [*sizes, *details, f"sealing {sealed:,.0f} entries/s"])
    return figures


def measure(pgbench: Pgbench, say: Say) -> list[Round]:
    """Alternate the yardstick, ``ledger_post`` on shared platform accounts, and on platform accounts of their own."""
    pgbench.yardstick(2)
    pgbench.script(HOT, WARM_SECONDS)  # after a checkpoint the first change of each page writes all of it
    rounds = []
    for _ in range(ROUNDS):
        one = Round(pgbench.yardstick(SECONDS), pgbench.script(HOT, SECONDS), pgbench.script(SPREAD, SECONDS))
        rounds.append(one)
        say(f"yardstick {one.yardstick:.0f}, post {one.hot:.0f} ({one.post:.2f}), spread {one.spread:.0f}")
    return rounds


def through_django(pgbench: Pgbench, say: Say) -> tuple[float, list[str]]:
    """``services.post`` to the yardstick, and how long a call took."""
    ratios, rates = [], []
    for _ in range(ROUNDS):
        yardstick = pgbench.yardstick(SECONDS)
        rates.append(services_per_second(book, seconds=SECONDS))
        ratios.append(rates[-1].per_second / yardstick)
        say(f"yardstick {yardstick:.0f}, service {rates[-1].per_second:.0f} ({ratios[-1]:.2f})")
    return median(ratios), [_words("service", sorted(rates, key=lambda rate: rate.per_second)[len(rates) // 2])]


def transitions(say: Say) -> Rate:
    """Whole steps of orders per second: lock, guard, posting, timeline, event."""
    opened = services_per_second(Parties.enter().open, seconds=SECONDS * 3)
    orders = list(Order.objects.order_by("id"))
    rate = services_per_second(Funding([orders[one::CLIENTS] for one in range(CLIENTS)]).fund, seconds=SECONDS * 2)
    say(f"opened {opened.per_second:.0f} orders/s, funded {rate.per_second:.0f}/s")
    return rate


def proof(say: Say) -> tuple[float, float]:
    """Entries sealed per second, postings verified per second. Raises RuntimeError when something is found."""
    began = time.monotonic()
    sealed = seal_entries(at=clock.now()) / (time.monotonic() - began)
    data.tidy()
    postings = data.count_postings()
    began = time.monotonic()
    findings = verify()
    seconds = time.monotonic() - began
    if findings:
        raise RuntimeError(f"{len(findings)} findings, the first: {findings[0]}")
    say(f"verified {postings:,} postings in {seconds:.1f} s")
    return sealed, postings / seconds


def _rounds(size: int, rounds: list[Round]) -> str:
    rates = [
        f"{name} {min(each):5.0f} /{median(each):5.0f} /{max(each):5.0f} per s"
        for name, each in (
            ("yardstick", [one.yardstick for one in rounds]),
            ("post", [one.hot for one in rounds]),
            ("spread", [one.spread for one in rounds]),
        )
    ]
    return f"{size:>9,} postings   {'   '.join(rates)}"


def _words(name: str, rate: Rate) -> str:
    return f"{name:<10} {rate.per_second:5.0f} per s, p50 {rate.median_ms:.1f} ms, p99 {rate.p99_ms:.1f} ms"
