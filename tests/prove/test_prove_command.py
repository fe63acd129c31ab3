"""The command's own verdict: 0 without findings, 1 with any, and a last line with the counts."""

import pytest

from infra.prove import __main__ as command
from infra.prove.outcome import Outcome


def test_no_finding_ends_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = [Outcome("histories", {"histories": 1_200}), Outcome("bank", {"kills": 3})]
    assert command._summary(outcomes) == 0
    assert capsys.readouterr().out == "\nhistories: 1,200 · kills: 3 · findings: 0\n"


def test_a_finding_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert command._summary([Outcome("bank", {"kills": 3}, ["a cent is gone"])]) == 1
    assert capsys.readouterr().out == "\nkills: 3 · findings: 1\n"
