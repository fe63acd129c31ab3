"""The process dies at each point of each operation, and again in the retry: it is done once, or not at all."""

import pytest

from infra.prove.crash import SHARE, Moment, Point, Scenario, matrix, run_matrix, sample

pytestmark = pytest.mark.django_db


def test_the_matrix_is_whole() -> None:
    cells = matrix()
    assert len(cells) == len(set(cells)) == 3 * 7 * 8 * 7
    assert {cell.kind for cell in sample(SHARE)} == {"PAYMENT", "REFUND", "TRANSFER"}


@pytest.mark.parametrize("part", range(3))
def test_whatever_dies_nothing_is_lost_or_done_twice(part: int) -> None:
    assert run_matrix(sample(SHARE)[part::3]).findings == []


@pytest.mark.parametrize("kind", ["REFUND", "TRANSFER"])
def test_sending_again_without_looking_up_is_caught(kind: str) -> None:
    died = Scenario(kind, Point.ANSWER, None, 0, Moment.LAST)
    assert run_matrix([died]).findings == []
    assert run_matrix([died], looks_up=False).findings != []
