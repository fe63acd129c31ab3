"""``prepare`` completes the environment of a command from the running market, or says how to get one."""

import json
import os
import sys
from pathlib import Path

import pytest

from infra.up import environment

SERVICES = {"DATABASE_URL": "postgresql://app@x/market", "REDIS_URL": "redis://x", "SECRET_KEY": "k" * 50}


@pytest.fixture(autouse=True)
def var(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(os, "environ", {"HARBORLINE_VAR": str(tmp_path)})
    monkeypatch.setattr(sys, "argv", ["manage.py", "shell"])
    return tmp_path


def test_without_a_market_it_says_how_to_start_one() -> None:
    with pytest.raises(SystemExit, match="Start the market first: make run"):
        environment.prepare()


def test_the_running_market_fills_what_is_not_set() -> None:
    environment.write_state(SERVICES)
    os.environ["REDIS_URL"] = "redis://mine"
    environment.prepare()
    assert os.environ["DATABASE_URL"] == "postgresql://app@x/market"
    assert os.environ["REDIS_URL"] == "redis://mine"
    assert os.environ["DJANGO_SETTINGS_MODULE"] == "marketplace.settings.dev"


def test_a_complete_environment_ignores_the_running_market() -> None:
    environment.write_state({**SERVICES, "PUBLIC_URL": "http://other"})
    os.environ.update(SERVICES)
    environment.prepare()
    assert "PUBLIC_URL" not in os.environ


def test_migrations_run_as_the_owner_of_the_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    environment.write_state({**SERVICES, "MIGRATION_DATABASE_URL": "postgresql://owner@x/market"})
    monkeypatch.setattr(sys, "argv", ["manage.py", "migrate"])
    environment.prepare()
    assert os.environ["DATABASE_URL"] == "postgresql://owner@x/market"


def test_the_secrets_are_for_their_owner_only() -> None:
    environment.write_state(SERVICES)
    assert environment.state_file().stat().st_mode & 0o777 == 0o600
    assert json.loads(environment.state_file().read_text()) == SERVICES
