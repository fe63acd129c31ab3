"""How a benchmark reports: a table for people, then one JSON object as the last line."""

import json
import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured number; ``goal`` like ``>= 0.7`` or empty."""

    name: str
    value: float
    unit: str
    goal: str = ""

    @property
    def verdict(self) -> str:
        """Whether the goal is met, in words."""
        if not self.goal:
            return ""
        sign, _, limit = self.goal.partition(" ")
        met = self.value >= float(limit) if sign == ">=" else self.value <= float(limit)
        return "met" if met else "missed"


def print_report(bench: str, figures: list[Figure], details: list[str]) -> None:
    """Print the table, the circumstances and the JSON line."""
    print()
    for line in details:
        print(line)
    print(f"\ncores {os.cpu_count()}, load average {os.getloadavg()[0]:.2f}\n")
    print(f"{'figure':<18}{'value':>12}  {'unit':<10}{'goal':<10}")
    for figure in figures:
        print(f"{figure.name:<18}{figure.value:>12.3f}  {figure.unit:<10}{figure.goal:<10}{figure.verdict}")
    rows = [
        {"name": figure.name, "value": round(figure.value, 4), "unit": figure.unit, "goal": figure.goal}
        for figure in figures
    ]
    print(json.dumps({"bench": bench, "figures": rows}))
