"""A supplier's own rules for returns."""

from datetime import datetime

from django.db import transaction

from escrow.returns import policy
from escrow.returns.models import ReturnPolicy
from escrow.returns.states import FAULTS, Reason
from escrow.returns.terms import ReturnTerms, shortfalls
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Invalid
from marketplace.outbox import idempotency


def save_return_policy(
    *,
    actor: Actor,
    fault_days: int,
    other_days: int,
    restocking_bp: int,
    freight_on_fault: str,
    freight_otherwise: str,
    remedies: tuple[str, ...],
    keep_below_bp: int,
    key: str,
    at: datetime,
) -> ReturnPolicy:
    """Set the rules that hold for returns asked for from now on. The supplier's sales and administrators.

    Shares in basis points, windows in days from delivery. Raises NotAllowed, Invalid below the market's floor.
    """
    with transaction.atomic():
        require(policy.may_change_policy(actor))
        values = {
            "fault_days": fault_days, "other_days": other_days, "restocking_bp": restocking_bp,
            "freight_on_fault": freight_on_fault, "freight_otherwise": freight_otherwise,
            "remedies": list(remedies), "keep_below_bp": keep_below_bp,
        }  # fmt: skip
        attempt = idempotency.begin(actor=actor, service="returns.save_return_policy", key=key, inputs=values)
        if attempt.done:
            return ReturnPolicy.objects.get(pk=attempt.result)
        windows = {reason: fault_days if reason in FAULTS else other_days for reason in Reason.values}
        terms = ReturnTerms(
            windows=windows, restocking_bp=restocking_bp, freight_on_fault=freight_on_fault,
            freight_otherwise=freight_otherwise, remedies=remedies, keep_below_bp=keep_below_bp,
        )  # fmt: skip
        missing = shortfalls(terms)
        if missing:
            raise Invalid("The market grants buyers a little more than this.", fields=missing)
        row, _ = ReturnPolicy.objects.update_or_create(
            vendor_id=actor.organization_id,
            defaults={**values, "changed_by_name": actor.user_name, "changed_at": at},
        )
        attempt.finish(row.id)
    return row
