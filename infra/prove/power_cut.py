"""The power cut: the database stops at once, under load, and comes back; nothing that was acknowledged may be missing.

``pg_ctl stop -m immediate`` ends all of PostgreSQL's processes without a last word, as a dead machine would; what
comes back is what its log on disk holds. This server writes that log as a real one does.
"""

import multiprocessing
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dj_database_url
from django.db import connection, connections

from infra.prove import load, scratch
from infra.prove.outcome import Outcome, Size
from infra.up.postgres import Postgres
from infra.up.supervisor import StartFailed
from marketplace.ledger.verify import verify

CUTS: dict[Size, tuple[int, float]] = {"ci": (2, 2.0), "night": (20, 5.0)}
"""How many cuts, and seconds of load before each."""
WRITERS, PATIENCE_SECONDS = 4, 60


class _Machine:
    """A server that can be cut off and started again; no supervisor brings it back behind our back."""

    def __init__(self, folder: Path) -> None:
        self.postgres = Postgres(folder)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it has replayed its log."""
        part = self.postgres.part()
        user = None if part.user == "-" else part.user
        self._process = subprocess.Popen(
            part.command, cwd=part.folder, user=user, group=user, extra_groups=None if user is None else [],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        patience = time.monotonic() + PATIENCE_SECONDS
        while part.ready is not None and not part.ready():
            if time.monotonic() > patience:
                raise StartFailed("PostgreSQL did not come back after the power cut.")
            time.sleep(0.1)

    def stop(self, mode: str) -> None:
        """``immediate`` is the power cut."""
        self.postgres.stop(mode)
        if self._process is not None:
            self._process.wait()


@contextmanager
def _machine() -> Iterator[_Machine]:
    folder = Path(tempfile.mkdtemp(prefix="harborline-cut-"))
    machine = _Machine(folder / "postgres")
    try:
        machine.start()
        machine.postgres.make_database()
        yield machine
    finally:
        machine.stop("fast")
        shutil.rmtree(folder, ignore_errors=True)


def run(_url: str, size: Size) -> Outcome:
    """Load, cut, come back, look; on a server of its own."""
    cuts, seconds = CUTS[size]
    findings: list[str] = []
    answers: dict[str, str] = {}
    with _machine() as machine:
        _connect_to(scratch.migrated(machine.postgres, "test_power_cut"))
        load.open_accounts()
        for number in range(cuts):
            with tempfile.TemporaryDirectory() as folder:
                _load_and_cut(machine, number, seconds, Path(folder))
                answers |= load.acknowledged(Path(folder))
            machine.start()
            findings += [f"after cut {number}: {wrong}" for wrong in load.lost_or_invented(answers)]
            findings += [f"after cut {number}: {found.check}: {found.subject}: {found.detail}" for found in verify()]
        entries = len(load.booked_keys())
        connections.close_all()
    applied = sum(answer == load.APPLIED for answer in answers.values())
    counts = {"cuts": cuts, "acknowledged": applied, "entries": entries}
    if not applied:
        findings.append(f"a test of nothing: {counts}")
    return Outcome("power_cut", counts, findings)


def _load_and_cut(machine: _Machine, number: int, seconds: float, folder: Path) -> None:
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    writers = [
        fork.Process(target=load.write, args=[f"{number}.{index}", folder / f"{index}.log", lambda: True],
                     kwargs={"survives": False})
        for index in range(WRITERS)
    ]  # fmt: skip
    for writer in writers:
        writer.start()
    time.sleep(seconds)
    machine.stop("immediate")
    for writer in writers:
        writer.join()


def _connect_to(url: str) -> None:
    """Let this process's connection lead to the server that will be cut off."""
    connections.close_all()
    there = dj_database_url.parse(url)
    connection.settings_dict.update(HOST=there["HOST"], PORT=there["PORT"], NAME=there["NAME"], USER=there["USER"])
