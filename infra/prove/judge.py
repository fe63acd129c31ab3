"""``make judge``: serves the journal to an outside judge on a scratch database, and prints where.

A server of several processes, as in production, with a thread and a connection for each of the 500 requests that
the kit sends at once. The judge is the public *ledger-conformance-kit*; its capabilities hold all four:
``lck run --adapter ADDRESS --capabilities HASH_CHAIN,OVERDRAFT_GUARD,COMPENSATION,REPLAY``.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg

from infra.prove import scratch
from infra.up.environment import ROOT
from infra.up.parts import PYTHON, answers_http
from infra.up.ports import choose_port
from infra.up.supervisor import Part, Patience, Supervisor

WORKERS = 2
PORT = 8099


def judged(url: str, port: int) -> Part:
    """The judged server on the database at ``url``."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SHOW max_connections").fetchone()
    allowed = int(row[0]) - scratch.SPARE if row else 0
    threads = max(4, min(scratch.BURST, allowed) // WORKERS)
    return Part(
        name="judged",
        command=[
            PYTHON, "-m", "infra.up.pages", "marketplace.wsgi:application", "--interface", "wsgi", "--no-ws",
            "--host", "127.0.0.1", "--port", str(port), "--workers", str(WORKERS),
            "--blocking-threads", str(threads), "--backlog", "1024", "--workers-kill-timeout", "5",
            "--log-level", "error",  # it warns of so many threads, which are meant
        ],
        folder=ROOT,
        environment=scratch.environment(url),
        ready=lambda: answers_http(port, "/_lck/journal"),
    )  # fmt: skip


@contextmanager
def serving(url: str, port: int) -> Iterator[str]:
    """The judged server's address until the block ends."""
    supervisor = Supervisor(lambda line: print(line, file=sys.stderr), Patience(start=120))
    try:
        supervisor.start(judged(url, port))
        supervisor.wait_until_ready()
        yield f"http://127.0.0.1:{port}"
    finally:
        supervisor.stop()


def main() -> None:
    """Serve until interrupted."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with suppress(KeyboardInterrupt), scratch.server(scratch.ROOMY) as postgres:
        url = scratch.migrated(postgres, "test_judge")
        port = choose_port("the judged ledger", int(os.environ.get("PORT", PORT)), print)
        with serving(url, port) as address:
            print(f"{address}   POST /_lck/reset /_lck/post, GET /_lck/balance /_lck/journal", flush=True)
            print("The database goes away with Ctrl-C.", flush=True)
            signal.pause()


if __name__ == "__main__":
    main()
