"""Makes ``.venv`` and installs the locked dependencies into it: ``python3 bootstrap.py run|dev``.

Runs before anything is installed, on whatever Python the machine has: standard library only, and readable by an
older one, so that it can say what is wrong. A stamp of the lock files makes every later start a matter of milliseconds.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
LOCKS = {"run": ROOT / "infra/lock/run.txt", "dev": ROOT / "infra/lock/dev.txt"}  # dev holds run
OLDEST = (3, 11)


def main(edition: str) -> None:
    """Install what ``edition`` needs, unless the stamp says that it is there. An installed ``dev`` serves ``run``."""
    if sys.version_info < OLDEST:
        found = ".".join(str(part) for part in sys.version_info[:3])
        sys.exit(f"Harborline needs Python 3.11 or newer; {sys.executable} is {found}. make PYTHON=… names another.")
    stamp = VENV / "harborline.stamp"
    installed = stamp.read_text().split() if stamp.exists() else []
    wanted = digest(LOCKS[edition])
    if wanted in installed or (edition == "run" and digest(LOCKS["dev"]) in installed):
        return
    began = time.monotonic()
    count = sum(1 for line in LOCKS[edition].read_text().splitlines() if "==" in line)
    print(f"Installing {count} locked packages into .venv (first time only, a minute or two) …", flush=True)
    python = VENV / "bin" / "python"
    if not python.exists():
        run(
            [sys.executable, "-m", "venv", str(VENV)],
            "Debian and Ubuntu have it in a package: apt install python3-venv.",
        )
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    run([*pip, "--require-hashes", "--requirement", str(LOCKS[edition])], "Is a package index reachable?")
    stamp.write_text(wanted)
    print(f"Installed in {time.monotonic() - began:.0f} s.", flush=True)


def digest(lock: Path) -> str:
    """What is installed is told apart by the lock file's content and the Python that it was installed for."""
    return hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()


def run(command: list[str], hint: str) -> None:
    """Run a step; end with its hint when it fails."""
    if subprocess.run(command, check=False).returncode:
        sys.exit(f"{' '.join(command[:5])} failed. {hint}")


if __name__ == "__main__":
    main(sys.argv[1])
