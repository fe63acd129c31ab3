"""Histories of market and provider over a bad line: each seed must come to rest with equal books."""

import pytest

from infra.prove.simulation import run_seed, run_simulation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("chunk", range(4))
def test_every_seed_comes_to_rest(chunk: int) -> None:
    report = run_simulation(range(chunk * 5, chunk * 5 + 5), tell=print)
    assert report.findings == []
    assert report.counts["lost calls"] > 0


def test_a_seed_can_be_played_again() -> None:
    assert run_seed(7) == run_seed(7)


def test_sending_again_without_looking_up_is_caught() -> None:
    assert run_simulation(range(3), looks_up=False).bad_seeds > 0
