"""``make run`` as a person meets it: it opens, survives a crash, stops on Ctrl-C, and has everything again later."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg

from infra.up.environment import ROOT
from infra.up.ports import free_port

SERVICES = {"DATABASE_URL", "MIGRATION_DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE"}


class Market:
    """A running ``python -m infra.up`` and what it has printed."""

    def __init__(self, var: Path, port: int) -> None:
        environment = {name: value for name, value in os.environ.items() if name not in SERVICES}
        environment |= {"HARBORLINE_VAR": str(var), "DEMO": "0", "PORT": str(port), "WS_PORT": str(free_port())}
        self.state_file = var / "run/environment.json"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "infra.up"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []
        self._news = threading.Condition()
        self._ended = False
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                with self._news:
                    self.lines.append(line)
                    self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()

    def wait_for(self, words: str) -> str:
        """The first line that holds the words."""

        def found() -> list[str]:
            return [line for line in self.lines if words in line]

        with self._news:
            self._news.wait_for(lambda: found() or self._ended, timeout=120)
        assert found(), "".join(self.lines)
        return found()[0]

    def address(self) -> str:
        """Where the pages are, as it prints it."""
        match = re.search(r"http://localhost:\d+", self.wait_for("Harborline is open"))
        assert match
        return match[0]

    def part(self, word: str) -> psutil.Process:
        """The process with this word in its command line."""
        return next(child for child in psutil.Process(self.process.pid).children() if word in child.cmdline())

    def stop(self, number: signal.Signals) -> int:
        """Ask it to stop; its exit status."""
        self.process.send_signal(number)
        status = self.process.wait(timeout=60)
        self._reader.join()
        return status


@contextmanager
def market(var: Path, port: int) -> Iterator[Market]:
    running = Market(var, port)
    try:
        yield running
    finally:
        running.process.terminate()
        running.process.wait(timeout=60)
        running._reader.join()


def owner_url(running: Market) -> str:
    return str(json.loads(running.state_file.read_text())["MIGRATION_DATABASE_URL"])


def is_alive(process: psutil.Process) -> bool:
    """A zombie is dead: it waits for a container's first process to take note."""
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def status_of(url: str) -> int:
    with urllib.request.urlopen(url, timeout=10) as response:
        return int(response.status)


def test_it_opens_survives_a_crash_and_ctrl_c_stops_everything(tmp_path: Path) -> None:
    with market(tmp_path, free_port()) as first:
        address = first.address()
        assert status_of(f"{address}/readyz") == 200
        with psycopg.connect(owner_url(first)) as connection:
            connection.execute("CREATE TABLE kept (id int)")

        first.part("drain_outbox").kill()
        first.wait_for("drain was killed by SIGKILL; starting it again in 1 s (crash 1)")

        with market(tmp_path, free_port()) as second:
            second.wait_for("This market is running already")
            assert second.process.wait(timeout=10) == 1

        parts = psutil.Process(first.process.pid).children(recursive=True)
        assert first.stop(signal.SIGINT) == 0
        assert [part for part in parts if is_alive(part)] == []
        assert not first.state_file.exists()

    with socket.create_server(("127.0.0.1", 0)) as neighbour:
        busy = neighbour.getsockname()[1]
        with market(tmp_path, busy) as again:
            assert again.address() != f"http://localhost:{busy}"
            again.wait_for(f"Port {busy} is busy: web takes ")
            with psycopg.connect(owner_url(again)) as connection:
                assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
            assert again.stop(signal.SIGTERM) == 0
