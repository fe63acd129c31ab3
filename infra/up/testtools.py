"""``make test``, ``make bench``: gets what only they need and pip cannot bring. Says what and how large, or why not.

Chromium comes from Debian's packages; Go builds the S3 server and Stripe's mock into ``.cache/bin``.
Nothing is skipped in silence.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

BIN = Path(__file__).resolve().parents[2] / ".cache" / "bin"


@dataclass(frozen=True)
class GoProgram:
    """A server that only tests talk to."""

    name: str
    module: str
    version: str
    what: str
    needed_by: str
    size: str


GO_PROGRAMS = (
    GoProgram(
        "versitygw", "github.com/versity/versitygw/cmd/versitygw", "v1.8.0",
        "the S3 server", "The storage tests", "about 100 MB to download, a minute",
    ),
    GoProgram(
        "stripe-mock", "github.com/stripe/stripe-mock", "v0.203.0",
        "Stripe's mock server", "The payment tests", "about 10 MB to download, half a minute",
    ),
)  # fmt: skip
PACKAGES = {
    "chromium": Path("/usr/bin/chromium"),
    "fonts-dejavu-core": Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
}


def main(purpose: str = "test") -> None:
    """Install what is missing for ``test`` or ``bench``."""
    if purpose == "bench":
        install_packages([] if shutil.which("wrk") else ["wrk"], "The benchmark needs")
        return
    install_packages([name for name, proof in PACKAGES.items() if not proof.exists()], "The browser tests need")
    for program in GO_PROGRAMS:
        install_go_program(program)


def install_packages(missing: list[str], reason: str) -> None:
    """Debian's packages, as root or through sudo."""
    if not missing:
        return
    names = " ".join(missing)
    if not shutil.which("apt-get"):
        sys.exit(f"{reason} {names}, and this machine has no apt-get: install them by hand.")
    sudo = [] if os.geteuid() == 0 else ["sudo"]
    if sudo and not shutil.which("sudo"):
        sys.exit(f"{reason} {names}. Run as root: apt-get install {names}")
    run([*sudo, "apt-get", "update", "-qq"], "Are Debian's package servers reachable?")
    plan = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    listed = subprocess.run([*plan, "--print-uris", "-qq"], check=False, capture_output=True, text=True).stdout
    size = sum(int(line.split()[2]) for line in listed.splitlines() if line.startswith("'"))
    print(f"Installing {names} from Debian's packages ({size / 1e6:.0f} MB to download) …", flush=True)
    run([*sudo, "env", "DEBIAN_FRONTEND=noninteractive", *plan, "-qq"], f"{reason} {names}.")


def install_go_program(program: GoProgram) -> None:
    """Build it at the version that the tests were written against, unless it is there."""
    stamp = BIN / f"{program.name}.version"
    if stamp.exists() and stamp.read_text() == program.version and (BIN / program.name).exists():
        return
    if not shutil.which("go"):
        sys.exit(f"{program.needed_by} need {program.what} {program.name}, which Go builds: install Go 1.24 or newer.")
    print(f"Building {program.what} {program.name} {program.version} with Go ({program.size}) …", flush=True)
    run(["go", "install", f"{program.module}@{program.version}"], "Is the Go module proxy reachable?", GOBIN=str(BIN))
    stamp.write_text(program.version)


def run(command: list[str], hint: str, **variables: str) -> None:
    """Run a step; end with its hint when it fails."""
    if subprocess.run(command, check=False, env={**os.environ, **variables}).returncode:
        sys.exit(f"{' '.join(command)} failed. {hint}")


if __name__ == "__main__":
    main(*sys.argv[1:])
