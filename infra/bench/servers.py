"""The two servers side by side: the market as ``make run`` starts it, and the floor on the same server program."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from infra.up.environment import ROOT
from infra.up.parts import FEW_HEAPS, answers_http, market_parts
from infra.up.ports import free_port
from infra.up.supervisor import Part, Patience, Supervisor


@dataclass
class Servers:
    """Where the two are, and what they use. ``start_background`` adds the market's worker and outbox drain."""

    market: str
    floor: str
    _supervisor: Supervisor
    _background: list[Part]

    def start_background(self) -> None:
        """What the main job needs beside the pages."""
        for part in self._background:
            self._supervisor.start(part)
        self._supervisor.wait_until_ready()

    def memory(self, name: str) -> float:
        """Proportional set size of all of the part's processes in MB: pages that they share are counted once."""
        return float(sum(process.memory_full_info().pss for process in self._processes(name))) / 1_000_000

    def cpu_seconds(self, name: str) -> float:
        """What the part's processes have computed so far."""
        return float(sum(times.user + times.system for times in (one.cpu_times() for one in self._processes(name))))

    def _processes(self, name: str) -> list[psutil.Process]:
        main = psutil.Process(self._supervisor.processes()[name])
        return [main, *main.children(recursive=True)]


@contextmanager
def running(environment: Mapping[str, str], folder: Path, say: Callable[[str], None]) -> Iterator[Servers]:
    """Market and floor, two workers each, until the block ends."""
    web_port, floor_port = free_port(), free_port()
    market = f"http://127.0.0.1:{web_port}"
    variables = {**environment, "PUBLIC_URL": market, "LOG_LEVEL": "WARNING"}
    parts = {part.name: part for part in market_parts(variables, web_port, free_port(), folder)}
    supervisor = Supervisor(say, Patience(start=120))
    try:
        supervisor.start(parts["web"])
        supervisor.start(_floor(variables, floor_port))
        supervisor.wait_until_ready()
        background = [parts["worker"], parts["drain"]]
        yield Servers(market, f"http://127.0.0.1:{floor_port}", supervisor, background)
    finally:
        supervisor.stop()


def _floor(environment: Mapping[str, str], port: int) -> Part:
    return Part(
        name="floor",
        command=[
            sys.executable, "-m", "granian", "infra.bench.floorapp.wsgi:application", "--interface", "wsgi", "--no-ws",
            "--host", "127.0.0.1", "--port", str(port), "--workers", "2", "--blocking-threads", "4",
            "--log-level", "warning",
        ],
        folder=ROOT,
        environment={**FEW_HEAPS, **environment},
        ready=lambda: answers_http(port, "/e/"),
    )  # fmt: skip
