"""The conformance kit's invariants, over HTTP against a real server of several processes."""

from infra.prove.invariants import INVARIANTS
from infra.prove.judge import serving
from infra.prove.kit import Ledger
from infra.prove.outcome import Outcome, Size
from infra.up.ports import free_port

ROUNDS: dict[Size, int] = {"ci": 1, "night": 5}


def run(url: str, size: Size) -> Outcome:
    """Each invariant on an empty ledger; at night several times over, for the races among them."""
    findings, held = [], 0
    with serving(url, free_port()) as address:
        ledger = Ledger(address)
        for _ in range(ROUNDS[size]):
            for code, check in INVARIANTS.items():
                ledger.reset()
                try:
                    check(ledger)
                except AssertionError as broken:
                    findings.append(f"{code} {check.__name__}: {broken}")
                else:
                    held += 1
    return Outcome("conformance", {"invariants held": held}, findings)
