"""The supervisor keeps its parts running, says what happened to which, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from infra.up.environment import ROOT
from infra.up.supervisor import Part, Patience, StartFailed, Supervisor, describe_exit

QUICK = Patience(first_pause=0.01, longest_pause=0.04, start=10, stop=2)


class Ear:
    """Collects what the supervisor says and waits for a line of it."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._heard = threading.Condition()

    def __call__(self, line: str) -> None:
        with self._heard:
            self.lines.append(line)
            self._heard.notify_all()

    def wait_for(self, words: str, times: int = 1) -> None:
        def heard() -> bool:
            return sum(words in line for line in self.lines) >= times

        with self._heard:
            assert self._heard.wait_for(heard, timeout=10), self.lines


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def supervisor(ear: Ear) -> Iterator[Supervisor]:
    supervisor = Supervisor(ear, QUICK)
    yield supervisor
    supervisor.stop()


def part(code: str, *, name: str = "part", ready: Callable[[], bool] | None = None, quiet: bool = False) -> Part:
    return Part(name=name, command=[sys.executable, "-u", "-c", code], ready=ready, quiet=quiet)


def is_gone(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False


SLEEPS = "import signal; print('up'); signal.pause()"


def test_lines_carry_the_name_of_their_part(supervisor: Supervisor, ear: Ear) -> None:
    supervisor.start(part(SLEEPS, name="web"))
    ear.wait_for("web | up")


def test_a_crashed_part_is_named_and_started_again_with_growing_pauses(supervisor: Supervisor, ear: Ear) -> None:
    supervisor.start(part("import sys; sys.exit(3)", name="worker"))
    ear.wait_for("worker stopped with status 3; starting it again in 0.01 s (crash 1)")
    ear.wait_for("worker stopped with status 3; starting it again in 0.02 s (crash 2)")
    ear.wait_for("worker stopped with status 3; starting it again in 0.04 s (crash 4)")


def test_a_killed_part_comes_back_while_the_others_stay(supervisor: Supervisor, ear: Ear) -> None:
    supervisor.start(part(SLEEPS, name="web"))
    supervisor.start(part(SLEEPS, name="drain"))
    ear.wait_for("web | up")
    ear.wait_for("drain | up")
    before = supervisor.processes()

    os.kill(before["drain"], signal.SIGKILL)

    ear.wait_for("drain was killed by SIGKILL")
    ear.wait_for("drain | up", times=2)
    after = supervisor.processes()
    assert after["web"] == before["web"]
    assert after["drain"] != before["drain"]


def test_stop_ends_every_part_and_starts_none_again(supervisor: Supervisor, ear: Ear) -> None:
    for name in ("web", "ws", "drain"):
        supervisor.start(part(SLEEPS, name=name))
        ear.wait_for(f"{name} | up")
    processes = supervisor.processes()

    supervisor.stop()

    assert all(is_gone(pid) for pid in processes.values())
    assert not [line for line in ear.lines if "starting it again" in line]


def test_the_market_stops_before_its_services(supervisor: Supervisor, ear: Ear) -> None:
    polite = "import signal, sys; signal.signal(15, lambda *_: sys.exit(print('bye'))); print('up'); signal.pause()"
    supervisor.start(part(polite, name="postgres"))
    ear.wait_for("postgres | up")
    supervisor.wait_until_ready()
    for name in ("web", "drain"):
        supervisor.start(part(polite, name=name))
        ear.wait_for(f"{name} | up")

    supervisor.stop()

    goodbyes = [line.split()[0] for line in ear.lines if line.endswith("bye")]
    assert sorted(goodbyes[:2]) == ["drain", "web"]
    assert goodbyes[2:] == ["postgres"]


def test_a_part_that_ignores_the_request_is_killed(ear: Ear) -> None:
    supervisor = Supervisor(ear, Patience(stop=0.1))
    supervisor.start(part("import signal; signal.signal(15, signal.SIG_IGN); print('up'); signal.pause()", name="web"))
    ear.wait_for("web | up")
    pid = supervisor.processes()["web"]

    supervisor.stop()

    assert is_gone(pid)
    assert "web does not stop; killing it" in ear.lines


def test_what_a_crashed_part_leaves_behind_is_ended_too(supervisor: Supervisor, ear: Ear) -> None:
    supervisor.start(
        part(
            "import subprocess, sys;child = subprocess.Popen(['sleep', '600']); print('child', child.pid); sys.exit(1)"
        )
    )
    ear.wait_for("crash 1")
    child = int(next(line for line in ear.lines if "child" in line).split()[-1])
    assert is_gone(child)


def test_readiness_is_waited_for(supervisor: Supervisor, tmp_path: Path) -> None:
    proof = tmp_path / "ready"
    supervisor.start(
        part(f"import pathlib, signal; pathlib.Path({str(proof)!r}).touch(); signal.pause()", ready=proof.exists)
    )
    supervisor.wait_until_ready()
    assert proof.exists()


def test_a_part_that_never_serves_is_reported_with_its_last_words(ear: Ear) -> None:
    supervisor = Supervisor(ear, Patience(first_pause=0.01, start=0.5))
    supervisor.start(part("print('no such table'); raise SystemExit(1)", name="web", ready=lambda: False))
    with pytest.raises(StartFailed, match=r"web did not start\. It said:\n.*no such table"):
        supervisor.wait_until_ready()
    supervisor.stop()


def test_a_program_that_does_not_exist_is_a_crash_with_its_name(ear: Ear) -> None:
    supervisor = Supervisor(ear, Patience(first_pause=0.01, start=0.5))
    supervisor.start(Part(name="web", command=["/no/such/program"], ready=lambda: False))
    with pytest.raises(StartFailed, match="No such file or directory"):
        supervisor.wait_until_ready()
    supervisor.stop()


def test_a_quiet_part_is_shown_when_it_crashes(supervisor: Supervisor, ear: Ear) -> None:
    supervisor.start(part("print('disk full'); raise SystemExit(1)", name="postgres", quiet=True))
    ear.wait_for("crash 1")
    ear.wait_for("postgres | disk full")


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's")
def test_a_part_does_not_outlive_a_killed_supervisor(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    code = (
        "import os, pathlib, signal, sys; from infra.up.supervisor import Part, Supervisor\n"
        "s = Supervisor(print)\n"
        f"s.start(Part(name='web', command=[sys.executable, '-c', {SLEEPS!r}]))\n"
        "s.wait_until_ready()\n"
        f"pathlib.Path({str(pid_file)!r}).write_text(str(s.processes()['web']))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == -signal.SIGKILL
    assert is_gone(int(pid_file.read_text()))


@pytest.mark.parametrize(
    ("code", "words"), [(0, "stopped with status 0"), (3, "stopped with status 3"), (-9, "was killed by SIGKILL")]
)
def test_exits_are_told_in_words(code: int, words: str) -> None:
    assert describe_exit(code) == words
