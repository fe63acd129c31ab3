"""Load on loopback with wrk: a fixed number of connections over a list of paths, in short windows."""

import re
import shutil
import subprocess
import tempfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path

_RANDOM_PATHS = """
local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
math.randomseed(%d)
request = function() return wrk.format("GET", paths[math.random(#paths)]) end
"""


@dataclass(frozen=True)
class Window:
    """What one window of load showed."""

    per_second: float
    requests: int
    errors: int


def require_wrk() -> str:
    """The program, or the way to get it."""
    program = shutil.which("wrk")
    if program is None:
        raise LookupError("The benchmark needs wrk: apt-get install wrk")
    return program


def fetch(origin: str, path: str) -> str:
    """One page, which must answer itself, not lead elsewhere. Raises RuntimeError for a redirect."""
    with urllib.request.urlopen(origin + path, timeout=30) as response:  # noqa: S310  # loopback only
        if response.url != origin + path:
            raise RuntimeError(f"{origin}{path} leads to {response.url}")
        return str(response.read().decode())


def window(origin: str, paths: list[str], *, seconds: int = 4, connections: int = 16, seed: int = 1) -> Window:
    """Requests per second over random ``paths`` during ``seconds``."""
    program = require_wrk()
    with tempfile.TemporaryDirectory() as folder:
        listed, script = Path(folder) / "paths.txt", Path(folder) / "random.lua"
        listed.write_text("\n".join(paths) + "\n")
        script.write_text(_RANDOM_PATHS % (listed, seed))
        command = [program, "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "15s", "-s", str(script), origin]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return read_answer(text)


def read_answer(text: str) -> Window:
    """What wrk printed, as numbers. Refused, cut and late answers all count as errors."""
    rate = re.search(r"Requests/sec:\s+([\d.]+)", text)
    total = re.search(r"(\d+) requests in", text)
    if rate is None or total is None:
        raise RuntimeError(f"wrk said nothing that we understand:\n{text}")
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
    errors = int(bad[1]) if bad else 0
    errors += sum(int(number) for number in broken.groups()) if broken else 0
    return Window(per_second=float(rate[1]), requests=int(total[1]), errors=errors)
