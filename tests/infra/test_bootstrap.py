"""The first step of every target: the right Python, the locked packages, and nothing the second time."""

import sys
from pathlib import Path

import pytest

from infra.up import bootstrap


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    ran: list[list[str]] = []

    def run(command: list[str], hint: str) -> None:
        ran.append(command)
        (tmp_path / ".venv/bin").mkdir(parents=True, exist_ok=True)

    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "run", run)
    return ran


def test_an_old_python_is_named(monkeypatch: pytest.MonkeyPatch, commands: list[list[str]]) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 2))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer; .* is 3\.10\.2"):
        bootstrap.main("run")
    assert commands == []


def test_packages_are_checked_against_their_hashes(commands: list[list[str]]) -> None:
    bootstrap.main("run")
    assert commands[0][1:3] == ["-m", "venv"]
    assert "--require-hashes" in commands[1]
    assert commands[1][-1] == str(bootstrap.LOCKS["run"])


def test_the_second_time_does_nothing(commands: list[list[str]]) -> None:
    bootstrap.main("dev")
    commands.clear()
    bootstrap.main("dev")
    bootstrap.main("run")  # what the tests need holds what the market needs
    assert commands == []


def test_the_tools_of_the_tests_are_added_to_a_market(commands: list[list[str]]) -> None:
    bootstrap.main("run")
    commands.clear()
    bootstrap.main("dev")
    assert commands[-1][-1] == str(bootstrap.LOCKS["dev"])


@pytest.mark.parametrize("edition", ["run", "dev"])
def test_every_locked_package_has_a_hash(edition: str) -> None:
    lines = bootstrap.LOCKS[edition].read_text().splitlines()
    pinned = [line for line in lines if "==" in line]
    assert pinned
    assert all(line.endswith("\\") for line in pinned)
