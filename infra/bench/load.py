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
    errors: int


def require_wrk() -> str:
    """The program, or the way to get it."""
    program = shutil.which("wrk")
    if program is None:
        raise SystemExit("The benchmark needs wrk: apt-get install wrk")
    return program


def fetch(origin: str, path: str) -> str:
    """One page, which must answer 200."""
    with urllib.request.urlopen(origin + path, timeout=30) as response:  # noqa: S310  # loopback only
        return str(response.read().decode())


def window(origin: str, paths: list[str], *, seconds: int = 4, connections: int = 16, seed: int = 1) -> Window:
    """Requests per second over random ``paths`` during ``seconds``. Raises on any answer but 2xx."""
    program = require_wrk()
    with tempfile.TemporaryDirectory() as folder:
        listed, script = Path(folder) / "paths.txt", Path(folder) / "random.lua"
        listed.write_text("\n".join(paths) + "\n")
        script.write_text(_RANDOM_PATHS % (listed, seed))
        command = [program, "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "15s", "-s", str(script), origin]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", text)
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    if rate is None:
        raise RuntimeError(f"wrk said nothing that we understand:\n{text}")
    return Window(per_second=float(rate[1]), errors=int(bad[1]) if bad else 0)
