"""``make prove``: runs every suite, prints how hard each one tried, and ends with 1 when any of them found something.

``python -m infra.prove --size ci bank histories`` runs some of them at the size of ``make test``.
"""

import argparse
import sys
import time

from infra.prove import scratch
from infra.prove.outcome import Outcome
from infra.prove.suites import SUITES, prove

TOLD = ("histories", "mutants", "kills", "cuts", "crashes", "seeds")
"""The counts that the last line repeats."""


def main() -> int:
    """Each suite on a database of its own; 0 when nothing was found."""
    parser = argparse.ArgumentParser(prog="make prove", description="Try to break the ledger.")
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=f"some of: {' '.join(SUITES)} (default: all)")
    parser.add_argument("--size", choices=["ci", "night"], default="night")
    asked = parser.parse_args()
    if unknown := set(asked.suites) - set(SUITES):
        parser.error(f"no such suite: {', '.join(sorted(unknown))}")
    outcomes = []
    with scratch.server() as postgres:
        for name in asked.suites or SUITES:
            began = time.monotonic()
            outcome = prove(name, asked.size, postgres)
            print(f"{outcome}   ({time.monotonic() - began:.0f} s)", flush=True)
            for finding in outcome.findings:
                print(f"    {finding}", flush=True)
            outcomes.append(outcome)
    return _summary(outcomes)


def _summary(outcomes: list[Outcome]) -> int:
    findings = sum(len(outcome.findings) for outcome in outcomes)
    counts = {name: count for outcome in outcomes for name, count in outcome.counts.items()}
    told = [f"{name}: {counts[name]:,}" for name in TOLD if name in counts]
    print(f"\n{' · '.join([*told, f'findings: {findings}'])}")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
