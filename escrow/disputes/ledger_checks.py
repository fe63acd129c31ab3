"""Checks that cases add to ``verify_ledger``: what a case froze is frozen, and nothing outlives its case."""

from collections.abc import Iterator

from django.db.models import Sum

from escrow.disputes.models import Case, CaseLine
from escrow.disputes.states import OPEN_STATES
from escrow.models import Freeze
from marketplace.ledger.verify import Finding, check


@check
def cases_hold_what_is_frozen() -> Iterator[Finding]:
    """Per case: the sum of its parts' frozen money = what its freezes still hold; a closed case holds nothing."""
    held = dict(
        Freeze.objects.filter(ref__startswith="case:", left_minor__gt=0).values_list("ref").annotate(Sum("left_minor"))
    )
    lines = CaseLine.objects.filter(frozen_minor__gt=0).order_by()
    claimed = {
        f"case:{number}": (state, total)
        for number, state, total in lines.values_list("case__number", "case__state").annotate(Sum("frozen_minor"))
    }
    for ref in sorted(set(held) | set(claimed)):
        state, total = claimed.get(ref, ("", 0))
        if held.get(ref, 0) != total or (total and state not in OPEN_STATES):
            detail = f"{held.get(ref, 0)} frozen, {total} claimed by a case in {state or 'no state'}"
            yield Finding("cases_hold_what_is_frozen", ref.removeprefix("case:"), detail)


@check
def executed_cases_award_every_part() -> Iterator[Finding]:
    """A closed case has said of each part what the buyer got of it."""
    silent = Case.objects.exclude(state__in=OPEN_STATES).filter(lines__awarded_minor__isnull=True).distinct()
    for number in silent.values_list("number", flat=True):
        yield Finding("executed_cases_award_every_part", number, "a part of the claim has no outcome")
