"""The simulated market beside the simulated provider: as many histories as seeds, each of which must come to rest."""

import sys

from infra.prove.outcome import Outcome, Size
from infra.prove.simulation import run_simulation

SEEDS: dict[Size, int] = {"ci": 40, "night": 1_000}


def run(_url: str, size: Size) -> Outcome:
    """Every seed is printed with its verdict; a bad one can be played again by ``run_seed``."""
    report = run_simulation(range(SEEDS[size]), tell=lambda line: print(line, file=sys.stderr, flush=True))
    counts = {"seeds": report.seeds, "calls": report.counts["calls"], "lost calls": report.counts["lost calls"]}
    return Outcome("seeds", counts, report.findings)
