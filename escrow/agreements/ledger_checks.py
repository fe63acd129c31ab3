"""Checks that agreements add to ``verify_ledger``: what a cancellation says is what was paid."""

from collections.abc import Iterator

from django.db.models import Sum

from escrow.agreements.models import Cancellation
from escrow.agreements.states import ProposalState
from escrow.models import Refund
from marketplace.ledger.verify import Finding, check


@check
def cancellations_conserve() -> Iterator[Finding]:
    """An accepted cancellation refunded what it says it did."""
    for row in Cancellation.objects.filter(state=ProposalState.ACCEPTED).select_related("order"):
        refunds = Refund.objects.filter(order=row.order, is_unclaimed=False, requested_at__gte=row.answered_at)
        paid = refunds.aggregate(total=Sum("amount_minor"))["total"] or 0
        if paid != row.refunded_minor:
            detail = f"cancellation {row.no} says {row.refunded_minor}, refunds say {paid}"
            yield Finding("cancellations_conserve", row.order.number, detail)
