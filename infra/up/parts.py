"""The market's own parts: pages and API, sockets, background work, the delivery of facts."""

import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from infra.up.environment import ROOT
from infra.up.supervisor import Part

PYTHON = sys.executable
# Each thread of a server would keep a heap of its own and give nothing back: two are enough for it.
FEW_HEAPS = {"MALLOC_ARENA_MAX": "2"}


def market_parts(environment: Mapping[str, str], web_port: int, socket_port: int, run_folder: Path) -> list[Part]:
    """The four programs. All of them connect as the unprivileged role that ``environment`` names."""
    return [
        Part(
            name="web",
            command=[
                PYTHON, "-m", "infra.up.pages", "marketplace.wsgi:application", "--interface", "wsgi", "--no-ws",
                "--host", "127.0.0.1", "--port", str(web_port), "--workers", "2", "--blocking-threads", "4",
                "--workers-kill-timeout", "5", "--log-level", "warning",
            ],
            folder=ROOT,
            environment={**FEW_HEAPS, **environment},
            ready=lambda: answers_http(web_port, "/readyz"),
        ),
        Part(
            name="ws",
            command=[
                PYTHON, "-m", "uvicorn", "marketplace.asgi:application", "--ws", "websockets-sansio",
                "--host", "127.0.0.1", "--port", str(socket_port), "--lifespan", "off",
                "--no-access-log", "--log-level", "warning", "--timeout-graceful-shutdown", "3",
            ],
            folder=ROOT,
            environment=environment,
            ready=lambda: accepts(socket_port),
        ),
        Part(
            name="worker",
            command=[
                PYTHON, "-W", "ignore:You're running the worker with superuser",  # containers know
                "-m", "celery", "--quiet", "-A", "marketplace.celery", "worker", "--beat",
                "--schedule", str(run_folder / "beat"), "--pool", "threads", "--concurrency", "2",
                "--without-gossip", "--without-mingle", "--loglevel", "warning",
            ],
            folder=ROOT,
            environment=environment,
        ),
        Part(name="drain", command=[PYTHON, "manage.py", "drain_outbox"], folder=ROOT, environment=environment),
    ]  # fmt: skip


def answers_http(port: int, path: str) -> bool:
    """Whether the page answers with success."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def accepts(port: int) -> bool:
    """Whether somebody listens on the port."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
    except OSError:
        return False
    return True
