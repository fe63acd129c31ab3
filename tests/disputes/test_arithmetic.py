"""No cent is lost or made when a claim is divided, whatever is claimed and whoever is at fault."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from escrow.disputes.arithmetic import Award, Claimed, award, by_liability, freeze_plan, per_unit, spread

AMOUNTS = st.integers(0, 10**12)
CLAIM = st.builds(Claimed, st.integers(1, 4), AMOUNTS, AMOUNTS)
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@CALM
@given(parts=st.lists(st.tuples(CLAIM, st.integers(0, 10_000)), min_size=1, max_size=8))
def test_every_cent_finds_its_place(parts: list[tuple[Claimed, int]]) -> None:
    awards = [by_liability(claim, share) for claim, share in parts]
    for (claim, _), part in zip(parts, awards, strict=True):
        assert part.to_buyer + part.to_vendor == claim.frozen
        assert 0 <= part.back <= claim.released
        assert part.back == 0 or part.to_vendor == 0, "held money is taken before released money"
    totals = per_unit(awards)
    assert sum(one.to_buyer + one.to_vendor for one in totals) == sum(claim.frozen for claim, _ in parts)
    assert [one.unit_no for one in totals] == sorted({claim.unit_no for claim, _ in parts})


@CALM
@given(claims=st.lists(CLAIM, min_size=1, max_size=8), share=st.integers(0, 10_000))
def test_an_agreed_amount_is_spread_over_the_parts(claims: list[Claimed], share: int) -> None:
    agreed = sum(claim.total for claim in claims) * share // 10_000
    parts = spread(claims, agreed)
    assert sum(parts) == agreed
    for claim, part in zip(claims, parts, strict=True):
        assert 0 <= part <= claim.total
        assert award(claim, part).buyer_total == part


@CALM
@given(claimed=st.lists(AMOUNTS, max_size=6), held=AMOUNTS)
def test_no_more_is_frozen_than_is_held(claimed: list[int], held: int) -> None:
    frozen = freeze_plan(claimed, held)
    assert sum(frozen) == min(sum(claimed), held)
    assert all(part <= claim for part, claim in zip(frozen, claimed, strict=True))


def test_figures() -> None:
    assert by_liability(Claimed(1, 250_001), 6_000) == Award(1, 150_001, 100_000)
    assert by_liability(Claimed(1, 100, 900), 5_000) == Award(1, 100, 0, 400)
    assert spread([Claimed(1, 100), Claimed(2, 200)], 100) == [33, 67]


@pytest.mark.parametrize("wrong", [-1, 101])
def test_nothing_beyond_the_claim(wrong: int) -> None:
    with pytest.raises(ValueError, match="between 0 and"):
        award(Claimed(1, 100), wrong)
    with pytest.raises(ValueError, match="between 0 and"):
        spread([Claimed(1, 100)], wrong)
