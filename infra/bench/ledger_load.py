"""The clients of the measurements: pgbench with scripts of ours, and processes that call the services."""

import multiprocessing
import re
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

from django.db import connections

from infra.bench.ledger_data import ACCOUNTS, COMMISSION, GROSS, SHARDS, TAX
from infra.up.postgres import Postgres

CLIENTS = 8

# pgbench takes a colon before a letter for one of its variables: the codes of accounts are put together.
# The call that the service makes, with a release of four legs: two guarded accounts, two of the platform.
_POST = f"""
\\set o random(0, {ACCOUNTS - 1})
\\set v random(0, {ACCOUNTS - 1})
\\set s random(0, {SHARDS - 1})
SELECT entry_id FROM ledger_post('bench:' || lpad(nextval('bench_key')::text, 12, '0'),
  '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef', 'release', 'Harborline', NULL, NULL, NULL,
  now(), now(), '{{}}',
  ARRAY['escrow:' || 'BENCH-' || :o || '/1',
        'vendor:' || lpad(to_hex(:v::int), 32, '0')::uuid || ':' || 'pending:' || 'EUR', <commission>, <tax>],
  ARRAY['EUR', 'EUR', 'EUR', 'EUR'], ARRAY['escrow', 'vendor_pending', 'inc_commission', 'tax_commission'],
  ARRAY['L', 'L', 'I', 'L'], ARRAY[true, true, false, false],
  ARRAY[{GROSS}, -{GROSS - COMMISSION - TAX}, -{COMMISSION}, -{TAX}]::bigint[]);
"""  # noqa: S608  # our own numbers
_SHARED, _OWN = "'{0}:' || 'commission:' || 'EUR'", "'{0}:' || 'commission:' || :s || ':' || 'EUR'"
HOT = _POST.replace("<commission>", _SHARED.format("inc")).replace("<tax>", _SHARED.format("tax"))
SPREAD = _POST.replace("<commission>", _OWN.format("inc")).replace("<tax>", _OWN.format("tax"))


@dataclass(frozen=True)
class Pgbench:
    """The program from the wheel that the server comes in, against one database."""

    url: str

    def prepare(self, scale: int) -> None:
        """The tables of the yardstick (``tpcb-like``)."""
        self._run("-i", "-q", "-s", str(scale))

    def yardstick(self, seconds: int) -> float:
        """Transactions per second of ``tpcb-like``."""
        return self._rate("-b", "tpcb-like", seconds=seconds)

    def script(self, text: str, seconds: int) -> float:
        """Transactions per second of our own script."""
        with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
            file.write(text)
            file.flush()
            Path(file.name).chmod(0o644)
            return self._rate("-f", file.name, seconds=seconds)

    def _rate(self, *arguments: str, seconds: int) -> float:
        text = self._run("-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(seconds), *arguments)
        failed = re.search(r"number of failed transactions: (\d+)", text)
        rate = re.search(r"tps = ([\d.]+) \(without initial", text)
        if rate is None or (failed and failed[1] != "0"):
            raise RuntimeError(f"pgbench failed:\n{text}")
        return float(rate[1])

    def _run(self, *arguments: str) -> str:
        program = Postgres(Path()).programs / "pgbench"
        result = subprocess.run([program, *arguments, self.url], capture_output=True, text=True, check=False)
        if result.returncode:
            raise RuntimeError(f"pgbench {' '.join(arguments)} failed:\n{result.stderr}")
        return result.stdout


@dataclass(frozen=True)
class Rate:
    """What the processes did together, and how long a call took: milliseconds at the median and the 99th percentile."""

    per_second: float
    median_ms: float
    p99_ms: float


Call = Callable[[int, int], bool]
"""What a process does: its number, how many calls it made before; False when there is nothing left to do."""


def services_per_second(call: Call, *, seconds: float, workers: int = CLIENTS) -> Rate:
    """Call in ``workers`` processes for ``seconds``, each on a connection of its own."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    answers: Queue[list[float]] = context.Queue()
    start = context.Barrier(workers)
    processes = [context.Process(target=_work, args=(call, one, seconds, start, answers)) for one in range(workers)]
    for process in processes:
        process.start()
    each = [answers.get(timeout=seconds + 60) for _ in processes]
    for process in processes:
        process.join()
    took = sorted(one for part in each for one in part)
    return Rate(
        sum(len(part) / sum(part) for part in each), took[len(took) // 2] * 1000, took[len(took) * 99 // 100] * 1000
    )


def _work(call: Call, worker: int, seconds: float, start: Barrier, answers: "Queue[list[float]]") -> None:
    took: list[float] = []
    call(worker, 0)  # connects
    start.wait()
    end = time.perf_counter() + seconds
    while (began := time.perf_counter()) < end and call(worker, len(took) + 1):
        took.append(time.perf_counter() - began)
    answers.put(took)
    connections.close_all()
