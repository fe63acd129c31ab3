"""Stripe's own mock server for the tests: it holds every request to Stripe's published API description."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAM = Path(__file__).resolve().parents[2] / ".cache" / "bin" / "stripe-mock"


@contextmanager
def running() -> Iterator[str]:
    """Start it on a free port; its address."""
    if not PROGRAM.exists():
        raise RuntimeError(f"{PROGRAM} is missing: run `make test`, which builds it, or python -m infra.up.testtools")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # Without an address of its own for HTTPS it takes a fixed port, which another worker may have.
    command = [str(PROGRAM), "-http-addr", f"127.0.0.1:{port}", "-https-addr", "127.0.0.1:0"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def _wait(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("stripe-mock did not start")
