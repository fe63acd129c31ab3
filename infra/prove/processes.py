"""Proves of every process that money depends on, from its table alone, that no money can be left behind. Pure.

A process is walked in every order in which its steps can be taken, carrying the pots that may hold money of the
order: ``escrow``, ``hold`` and ``refund`` (on its way back). At an end all pots must be empty. Money of a claim is
frozen when the claim begins, so a process that is ``holding`` at its start begins with a full ``hold``; what it
unfreezes goes back to the release unit, whose own process has to empty it. A process that has no ``confirm`` step
hands a refund over to the operation at the payment provider, which is a process of its own.
"""

from collections.abc import Iterator, Mapping

from infra.prove.outcome import Outcome, Size
from marketplace.lib.state import PROCESSES, Process, Step

Pots = frozenset[str]
EMPTY: Pots = frozenset()


def flaws(process: Process) -> list[str]:
    """Everything that is wrong with a process, in words; an empty list is the proof."""
    name = f"{process.noun} v{process.version}"
    return [f"{name}: {flaw}" for check in _CHECKS for flaw in check(process)]


def reachable_money(process: Process) -> Mapping[str, frozenset[Pots]]:
    """Every state that can be reached, with every combination of full pots in which it can be."""
    tracks_refunds = any(step.effect == "confirm" for step in process.steps.values())
    owns_escrow = any(step.effect == "fund" for step in process.steps.values())
    start = (process.initial, frozenset({"hold"}) if process.initial in process.holding else EMPTY)
    seen, waiting = {start}, [start]
    while waiting:
        state, pots = waiting.pop()
        for step in process.steps.values():
            if state not in step.sources:
                continue
            after = (step.target, _moved(pots, step, tracks_refunds=tracks_refunds, owns_escrow=owns_escrow))
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    return {state: frozenset(pots for at, pots in seen if at == state) for state, _ in seen}


def _moved(pots: Pots, step: Step, *, tracks_refunds: bool, owns_escrow: bool) -> Pots:
    held = pots & {"escrow", "hold"}
    under_way: Pots = pots & {"refund"}
    match step.effect:
        case "fund":
            return pots | {"escrow"}
        case "release":
            return under_way
        case "refund" | "split":
            return under_way | {"refund"} if tracks_refunds and held else under_way
        case "freeze":
            return under_way | {"hold"} if held else under_way
        case "unfreeze":
            return under_way | {"escrow"} if owns_escrow and held else under_way
        case "confirm":
            return held
        case _:
            return pots


def _nobody_takes_it(process: Process) -> Iterator[str]:
    for action, step in process.steps.items():
        if not step.by:
            yield f"nobody may take “{action}”"
        if step.clock and "system" not in step.by:
            yield f"the clock {step.clock} takes “{action}”, but the system may not"


def _unreachable(process: Process) -> Iterator[str]:
    for state in sorted(process.states() - set(reachable_money(process))):
        yield f"{state} cannot be reached"
    for state in sorted((process.ends | process.holding) - process.states()):
        yield f"{state} is declared, but no step knows it"


def _left_from_an_end(process: Process) -> Iterator[str]:
    for action, step in process.steps.items():
        for state in sorted(step.sources & process.ends):
            yield f"“{action}” leaves the end {state}"


def _stuck(process: Process) -> Iterator[str]:
    """A state that is no end has a clock or an operator who can move it, somewhere else."""
    for state in sorted(process.states() - process.ends):
        exits = [step for step in process.steps.values() if state in step.sources and step.target != state]
        if not any(step.clock or "operator" in step.by for step in exits):
            yield f"{state} has neither a clock nor an operator to leave it"


def _held_for_ever(process: Process) -> Iterator[str]:
    """From each holding state the money gets out by clocks alone, if nobody ever does anything."""
    freed = set(process.states() - process.holding)
    while True:
        more = {
            state
            for step in process.steps.values()
            if step.clock and step.target in freed
            for state in step.sources - freed
        }
        if not more:
            break
        freed |= more
    for state in sorted(process.holding - freed):
        yield f"money in {state} may wait for ever: no clock leads out"


def _money_left_behind(process: Process) -> Iterator[str]:
    money = reachable_money(process)
    for state in sorted(process.ends):
        for pots in sorted(money.get(state, frozenset()), key=sorted):
            if pots:
                yield f"it may end in {state} with money in {' and '.join(sorted(pots))}"
    holding = {state for state, found in money.items() if any(pots & {"escrow", "hold"} for pots in found)}
    for state in sorted(holding - process.holding):
        yield f"money may be held in {state}, which is not declared as holding"
    for state in sorted((process.holding & set(money)) - holding):
        yield f"{state} is declared as holding, but no money can be held in it"


_CHECKS = (_nobody_takes_it, _unreachable, _left_from_an_end, _stuck, _held_for_ever, _money_left_behind)


def run(_url: str, _size: Size) -> Outcome:
    """Every registered process; nothing about it is random, so every size is the same."""
    findings = [flaw for process in PROCESSES.values() for flaw in flaws(process)]
    counts = {
        "processes": len(PROCESSES),
        "states": sum(len(process.states()) for process in PROCESSES.values()),
        "steps": sum(len(process.steps) for process in PROCESSES.values()),
    }
    return Outcome("processes", counts, findings)
