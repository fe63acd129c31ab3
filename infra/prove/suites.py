"""The suites by name, and how one is run: in a process of its own, on a scratch database of its own."""

import importlib
import subprocess
import sys

import django

from infra.prove import scratch
from infra.prove.outcome import Outcome, Size
from infra.up.environment import ROOT
from infra.up.postgres import Postgres

SUITES = {
    "processes": scratch.MARKET,
    "conformance": scratch.JOURNAL,
    "histories": scratch.JOURNAL,
    "mutants": scratch.JOURNAL,
    "reversals": scratch.JOURNAL,
    "rebuild": scratch.JOURNAL,
    "bank": scratch.JOURNAL,
    "power_cut": scratch.JOURNAL,
    "crash": scratch.MARKET,
    "seeds": scratch.MARKET,
}
"""Which settings each needs: those of the journal alone are up in a second, those of the whole market in ten."""


def prove(name: str, size: Size, postgres: Postgres) -> Outcome:
    """Run a suite on a new database of ``postgres``."""
    settings = SUITES[name]
    with scratch.copy_of(scratch.template(postgres, settings), f"test_{name}") as url:
        ran = subprocess.run(
            [sys.executable, "-m", "infra.prove.suites", name, size, url],
            cwd=ROOT, env=scratch.environment(url, settings), stdout=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    lines = ran.stdout.splitlines()
    if ran.returncode or not lines:
        return Outcome(name, {}, [f"the suite itself stopped with status {ran.returncode}"])
    return Outcome.from_json(lines[-1])


if __name__ == "__main__":
    django.setup()
    suite, asked, where = sys.argv[1:]
    print(importlib.import_module(f"infra.prove.{suite}").run(where, asked).as_json())
