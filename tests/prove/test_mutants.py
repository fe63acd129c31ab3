"""Forty-eight wrong ledgers, every one of them caught. In a file of its own, so that it runs beside the others."""

from infra.prove.suites import prove
from infra.up.postgres import Postgres


def test_all_are_killed(scratch_server: Postgres) -> None:
    outcome = prove("mutants", "ci", scratch_server)
    assert outcome.findings == []
    assert outcome.counts == {"mutants": 48, "killed": 48}
