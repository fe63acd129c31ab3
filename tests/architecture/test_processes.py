"""Every process that money depends on is proved from its table: no way through it leaves money behind."""

import dataclasses

import pytest

from escrow.machinery.timers import ringing
from infra.prove.drawing import draw, file_name
from infra.prove.processes import flaws
from infra.up.environment import ROOT
from marketplace.lib.state import PROCESSES, Process, Step, step

FOLDER = ROOT / "docs" / "processes"
NAMES = [f"{noun} v{version}" for noun, version in PROCESSES]


@pytest.mark.parametrize("process", PROCESSES.values(), ids=NAMES)
def test_leaves_no_money_behind(process: Process) -> None:
    assert flaws(process) == []


def test_every_clock_is_answered() -> None:
    clocks = {step.clock for process in PROCESSES.values() for step in process.steps.values() if step.clock}
    assert clocks - ringing() == set()


def test_the_drawings_are_current() -> None:
    """``manage.py draw_processes`` draws them anew."""
    drawn = {file.name: file.read_text() for file in FOLDER.glob("*.svg")}
    assert drawn == {file_name(process): draw(process) for process in PROCESSES.values()}
    page = (ROOT / "docs" / "proof.md").read_text()
    assert [name for name in drawn if f"(processes/{name})" not in page] == []


SOUND = Process(
    noun="loan",
    version=1,
    initial="OPEN",
    steps={
        "pay": step({"OPEN"}, "PAID", by={"gateway"}, effect="fund"),
        "lapse": step({"OPEN"}, "OVER", by={"system"}, clock="LAPSE"),
        "claim": step({"PAID"}, "CLAIMED", by={"buyer"}, effect="freeze"),
        "release": step({"PAID"}, "OVER", by={"buyer", "system"}, clock="RELEASE", effect="release"),
        "decide": step({"CLAIMED"}, "SENT", by={"operator", "system"}, clock="LIMIT", effect="split"),
        "arrive": step({"SENT"}, "OVER", by={"gateway", "operator"}, effect="confirm"),
    },
    ends=frozenset({"OVER"}),
    holding=frozenset({"PAID", "CLAIMED"}),
)


def broken(**steps: Step) -> Process:
    return dataclasses.replace(SOUND, steps={**SOUND.steps, **steps})


BROKEN = {
    "loan v1: nobody may take “claim”": broken(claim=step({"PAID"}, "CLAIMED", by=set(), effect="freeze")),
    "loan v1: the clock LIMIT takes “decide”, but the system may not": broken(
        decide=step({"CLAIMED"}, "SENT", by={"operator"}, clock="LIMIT", effect="split")
    ),
    "loan v1: CLAIMED cannot be reached": broken(claim=step({"LOST"}, "CLAIMED", by={"buyer"}, effect="freeze")),
    "loan v1: “reopen” leaves the end OVER": broken(reopen=step({"OVER"}, "OPEN", by={"operator"})),
    "loan v1: SENT has neither a clock nor an operator to leave it": broken(
        arrive=step({"SENT"}, "OVER", by={"gateway"}, effect="confirm")
    ),
    "loan v1: money in CLAIMED may wait for ever: no clock leads out": broken(
        decide=step({"CLAIMED"}, "SENT", by={"operator"}, effect="split")
    ),
    "loan v1: it may end in OVER with money in escrow": broken(
        release=step({"PAID"}, "OVER", by={"buyer", "system"}, clock="RELEASE")
    ),
    "loan v1: it may end in OVER with money in refund": broken(
        decide=step({"CLAIMED"}, "OVER", by={"operator", "system"}, clock="LIMIT", effect="split")
    ),
    "loan v1: money may be held in SENT, which is not declared as holding": broken(
        decide=step({"CLAIMED"}, "SENT", by={"operator", "system"}, clock="LIMIT")
    ),
}


def test_a_sound_process_has_no_flaw() -> None:
    assert flaws(SOUND) == []


@pytest.mark.parametrize("flaw", BROKEN)
def test_finds(flaw: str) -> None:
    assert flaw in flaws(BROKEN[flaw])
