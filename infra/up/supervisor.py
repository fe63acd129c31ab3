"""Keeps the parts of a market running: starts them, names and restarts the crashed, stops all of them in order."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

LEASH = Path(__file__).with_name("leash.py")
KEPT_LINES = 20


class StartFailed(RuntimeError):
    """A part did not become ready; the message names it and ends with what it said last."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One program of the market. ``ready`` answers whether it serves; without it, running is enough.

    A ``quiet`` part writes many lines of its own: they are kept for the report of a crash, not shown.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None
    user: str = "-"
    stop_signal: signal.Signals = signal.SIGTERM
    ready: Callable[[], bool] | None = None
    quiet: bool = False


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long things may take, in seconds. Tests use shorter ones."""

    first_pause: float = 1.0
    longest_pause: float = 30.0
    steady_after: float = 60.0
    start: float = 60.0
    stop: float = 10.0

    def pause(self, crashes: int) -> float:
        """The wait before restart number ``crashes``: doubled each time, up to the longest."""
        return min(self.first_pause * 2.0 ** (crashes - 1), self.longest_pause)


class Supervisor:
    """Owns the processes of its parts; one thread watches each.

    What is started between two calls of ``wait_until_ready`` is a stage. ``stop`` ends the stages in reverse, the
    parts of a stage together: the market lets go of its services before they go.
    """

    def __init__(self, say: Callable[[str], None], patience: Patience | None = None) -> None:
        self._say = say
        self._patience = patience or Patience()
        self._stopping = threading.Event()
        self._stages: list[list[_Keeper]] = [[]]

    def start(self, part: Part) -> None:
        """Start the part and keep it running from now on."""
        keeper = _Keeper(part, self._say, self._patience, self._stopping)
        self._stages[-1].append(keeper)
        keeper.start()

    def wait_until_ready(self) -> None:
        """End the stage: return when its parts serve; raise :class:`StartFailed` when one does not in time."""
        deadline = time.monotonic() + self._patience.start
        for keeper in self._stages[-1]:
            while not keeper.is_ready():
                if keeper.error or time.monotonic() > deadline:
                    raise StartFailed(keeper.report())
                time.sleep(0.05)
        self._stages.append([])

    def processes(self) -> dict[str, int]:
        """The process id of each running part."""
        keepers = [keeper for stage in self._stages for keeper in stage]
        return {keeper.part.name: keeper.process.pid for keeper in keepers if keeper.process}

    def stop(self) -> None:
        """End every part and wait for it. Safe to call twice."""
        self._stopping.set()
        for stage in reversed(self._stages):
            for keeper in stage:
                keeper.ask_to_stop()
            for keeper in stage:
                keeper.see_off()
        self._stages = [[]]


class _Keeper(threading.Thread):
    """Runs one part again and again until the supervisor stops."""

    def __init__(self, part: Part, say: Callable[[str], None], patience: Patience, stopping: threading.Event) -> None:
        super().__init__(name=f"keeper-{part.name}", daemon=True)
        self.part = part
        self.process: subprocess.Popen[bytes] | None = None
        self.error = ""
        self._say = say
        self._patience = patience
        self._stopping = stopping
        self._last_lines: deque[str] = deque(maxlen=KEPT_LINES)
        self._guard = threading.Lock()

    def run(self) -> None:
        crashes = 0
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                code = self._run_once()
            except OSError as error:
                self.error = str(error)
                self._say(f"{self.part.name} cannot be started: {error}")
                return
            if self._stopping.is_set():
                return
            crashes = 1 if time.monotonic() - began > self._patience.steady_after else crashes + 1
            pause = self._patience.pause(crashes)
            if self.part.quiet:
                self._say("\n".join(self._last_lines))
            self._say(f"{self.part.name} {describe_exit(code)}; starting it again in {pause:g} s (crash {crashes})")
            self._stopping.wait(pause)

    def _run_once(self) -> int:
        part = self.part
        leash = [sys.executable, "-S", "-E", str(LEASH), str(os.getpid()), str(int(part.stop_signal)), part.user]
        with self._guard:  # `stop` must not look between the decision to start and the start
            if self._stopping.is_set():
                return 0
            self.process = subprocess.Popen(
                [*leash, *part.command],
                cwd=part.folder,
                env={**os.environ, **part.environment},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches the supervisor only, which stops the parts in order
            )
        reader = threading.Thread(target=self._read, args=[self.process], daemon=True)
        reader.start()
        code = self.process.wait()
        _signal_group(self.process, signal.SIGKILL)  # what a crashed part leaves behind would hold its port
        reader.join(timeout=2)
        return code

    def _read(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        with process.stdout as lines:
            for raw in lines:
                line = raw.decode(errors="replace").rstrip()
                self._last_lines.append(f"{self.part.name:>8} | {line}")
                if not self.part.quiet:
                    self._say(self._last_lines[-1])

    def is_ready(self) -> bool:
        if self.process is None or self.process.poll() is not None:
            return False
        return self.part.ready is None or self.part.ready()

    def report(self) -> str:
        lines = "\n".join(self._last_lines)
        return f"{self.part.name} did not start. {self.error}".rstrip() + (f" It said:\n{lines}" if lines else "")

    def ask_to_stop(self) -> None:
        with self._guard:
            if self.process and self.process.poll() is None:
                self.process.send_signal(self.part.stop_signal)

    def see_off(self) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(self._patience.stop)
        except subprocess.TimeoutExpired:
            self._say(f"{self.part.name} does not stop; killing it")
            _signal_group(self.process, signal.SIGKILL)
            self.process.wait()
        self.join(timeout=3)


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):  # nobody is left in it (macOS says the latter)
        return


def describe_exit(code: int) -> str:
    """An exit status in words: ``stopped with status 3``, ``was killed by SIGKILL``."""
    if code >= 0:
        return f"stopped with status {code}"
    return f"was killed by {signal.Signals(-code).name}"
