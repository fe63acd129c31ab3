"""The suites by name, and how one is run: in a process of its own, on a scratch database of its own."""

import importlib
import subprocess
import sys

from infra.prove import scratch
from infra.prove.outcome import Outcome, Size
from infra.up.environment import ROOT

SUITES = ("conformance", "histories", "mutants", "reversals", "rebuild", "bank", "power_cut")


def prove(name: str, size: Size, url: str) -> Outcome:
    """Run a suite on the scratch database at ``url``, whose journal is empty."""
    ran = subprocess.run(
        [sys.executable, "-m", "infra.prove.suites", name, size, url],
        cwd=ROOT, env=scratch.environment(url), stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    lines = ran.stdout.splitlines()
    if ran.returncode or not lines:
        return Outcome(name, {}, [f"the suite itself stopped with status {ran.returncode}"])
    return Outcome.from_json(lines[-1])


if __name__ == "__main__":
    import django

    django.setup()
    suite, size, url = sys.argv[1:]
    print(importlib.import_module(f"infra.prove.{suite}").run(url, size).as_json())
