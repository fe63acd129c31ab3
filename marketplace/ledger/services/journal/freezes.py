"""Never forward on doubt: what a check found stops releases and payouts of the accounts touched, until it is lifted."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from marketplace.ledger.models import LedgerFreeze, Order
from marketplace.ledger.verify.registry import Finding
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, Invalid, NotFound


class Frozen(Conflict):
    """A check found something on the accounts; no money leaves them."""

    code = "ledger_frozen"


def refuse_if_frozen(*, order: Order | None = None, accounts: Iterable[str] = ()) -> None:
    """Raise Frozen if a finding has frozen this order or one of these accounts (by code). One SQL query.

    Call it before every release and payout, never before a refund to a buyer.
    """
    touched = Q(account_code__in=list(accounts))
    if order is not None:
        touched |= Q(order_number=order.number)
    freeze = LedgerFreeze.objects.filter(touched, lifted_at__isnull=True).order_by("id").first()
    if freeze is not None:
        raise Frozen(
            f"{freeze.order_number or freeze.account_code} is frozen: a check of the ledger found something on it on"
            f" {freeze.frozen_at:%-d %B %Y}. An operator must look at it first; nothing was moved."
        )


def freeze_findings(*, findings: Sequence[Finding], at: datetime) -> int:
    """Freeze what the findings touch; returns how many freezes are new. Platform accounts stay open."""
    rows = [
        LedgerFreeze(
            account_code=code, order_number=number, check_name=finding.check, detail=finding.detail[:300], frozen_at=at
        )
        for finding in findings
        for code, number in [
            *((code, "") for code in finding.accounts),
            *(("", number) for number in finding.orders),
        ]
    ]
    with transaction.atomic():
        before = LedgerFreeze.objects.count()
        LedgerFreeze.objects.bulk_create(rows, ignore_conflicts=True)
        return LedgerFreeze.objects.count() - before


def lift_freeze(*, actor: Actor, freeze_id: int, reason: str, at: datetime) -> LedgerFreeze:
    """Let money move again, with the reason on record. For operators who may move money.

    Raises NotFound, NotAllowed, Invalid without a reason, Conflict if it was lifted already.
    """
    require(actor.can("money.move"))
    with transaction.atomic():
        freeze = LedgerFreeze.objects.select_for_update().filter(pk=freeze_id).first()
        if freeze is None:
            raise NotFound
        if not reason.strip():
            raise Invalid.field("reason", "Say what was found and why money may move again.")
        if freeze.lifted_at is not None:
            raise Conflict(f"{freeze.lifted_by_name} has lifted it already.")
        freeze.lifted_at, freeze.lifted_by_name, freeze.lift_reason = at, actor.user_name, reason.strip()[:300]
        freeze.save(update_fields=["lifted_at", "lifted_by_name", "lift_reason"])
    return freeze
