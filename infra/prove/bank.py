"""The bank: eight processes move money, two read snapshots, and the database's sessions are killed under them.

Jepsen's test. In every snapshot the sum is the one of the beginning, no balance is below zero and each balance is the
sum of its postings. In the end every key that was acknowledged is booked exactly once, and none that was refused.
"""

import multiprocessing
import random
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

import psycopg
from django.db import connection, connections, transaction

from infra.prove import load
from infra.prove.outcome import Outcome, Size
from marketplace.ledger.verify import verify

ROUNDS: dict[Size, tuple[int, float]] = {"ci": (1, 8.0), "night": (10, 60.0)}
"""How many rounds of how many seconds."""
WRITERS, READERS, KILLS_PER_SECOND = 8, 2, 6
_BOOKS = """
    SELECT count(*), sum(-b.posted)::bigint, min(-b.posted)::bigint,
           count(*) FILTER (WHERE b.posted <> p.total OR b.version <> p.lines OR b.version <> p.last)
      FROM ledger_balance b
      JOIN (SELECT account_id, sum(amount_minor) AS total, count(*) AS lines, max(account_seq) AS last
              FROM ledger_posting GROUP BY account_id) p USING (account_id)"""
_VICTIMS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'writer'"


def run(url: str, size: Size) -> Outcome:
    """All rounds on the same books."""
    rounds, seconds = ROUNDS[size]
    total = load.open_accounts()
    findings: list[str] = []
    kills = snapshots = 0
    answers: dict[str, str] = {}
    for number in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            killed, taken, wrong = _round(url, number, seconds, total, Path(folder))
            answers |= load.acknowledged(Path(folder))
        kills, snapshots, findings = kills + killed, snapshots + taken, findings + wrong
    findings += load.lost_or_invented(answers)
    findings += [f"{found.check}: {found.subject}: {found.detail}" for found in verify()]
    applied = sum(answer == load.APPLIED for answer in answers.values())
    counts = {"applied": applied, "refused": len(answers) - applied, "kills": kills, "snapshots": snapshots}
    if not all(counts.values()):
        findings.append(f"a test of nothing: {counts}")
    return Outcome("bank", counts, findings)


def _round(url: str, number: int, seconds: float, total: int, folder: Path) -> tuple[int, int, list[str]]:
    connections.close_all()
    fork = multiprocessing.get_context("fork")  # the processes need what this one has loaded
    until = time.monotonic() + seconds
    writers = [
        fork.Process(target=_write, args=[f"{number}.{index}", folder / f"{index}.log", until])
        for index in range(WRITERS)
    ]
    pipes = [fork.Pipe(duplex=False) for _ in range(READERS)]
    readers = [fork.Process(target=_read, args=[sender, total, until]) for _, sender in pipes]
    for process in [*writers, *readers]:
        process.start()
    kills = _kill(url, until)
    snapshots, findings = 0, list[str]()
    for receiver, _ in pipes:
        taken, wrong = receiver.recv()
        snapshots, findings = snapshots + taken, findings + wrong
    for process in [*writers, *readers]:
        process.join()
        if process.exitcode:
            findings.append(f"round {number}: a process stopped with status {process.exitcode}")
    return kills, snapshots, findings


def _write(name: str, log: Path, until: float) -> None:
    connection.settings_dict["OPTIONS"] = {**connection.settings_dict["OPTIONS"], "application_name": "writer"}
    load.write(name, log, lambda: time.monotonic() < until, survives=True)


def _read(sender: Connection, total: int, until: float) -> None:
    snapshots, wrong = 0, []
    while time.monotonic() < until:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute(_BOOKS)
            _, held, lowest, unequal = cursor.fetchone()
        snapshots += 1
        if (held, unequal) != (total, 0) or lowest < 0:
            wrong.append(f"a snapshot held {held} of {total}, its lowest balance {lowest}, {unequal} not re-adding")
    sender.send((snapshots, wrong[:5]))
    connection.close()


def _kill(url: str, until: float) -> int:
    """End a writer's session six times a second, whatever it is doing."""
    chosen = random.Random(url)  # noqa: S311  # which one does not matter
    kills = 0
    with psycopg.connect(url, autocommit=True) as killer:
        while time.monotonic() < until:
            victims = killer.execute(_VICTIMS).fetchall()
            if victims:
                row = killer.execute("SELECT pg_terminate_backend(%s)", chosen.choice(victims)).fetchone()
                kills += bool(row and row[0])
            time.sleep(1 / KILLS_PER_SECOND)
    return kills
