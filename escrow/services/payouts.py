"""Released money goes out: one batch over all vendors, one transfer per vendor and currency."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import connection, transaction

from escrow import policy
from escrow.events import PayoutBatchRun
from escrow.machinery.reservations import reserve_transfer
from escrow.models import Payout, PayoutBatch, Release
from marketplace.ledger import movements
from marketplace.lib.actor import Actor, require
from marketplace.outbox import idempotency
from marketplace.outbox.publishing import publish


def run_payout_batch(*, actor: Actor, key: str, at: datetime) -> PayoutBatch:
    """Pay every vendor what was released to it and not paid out yet, per currency.

    The operator's finance and administrators, or the daily clock. A batch may turn out empty. Two runs at
    once share nothing: each takes the releases that the other has not locked. Raises NotAllowed,
    InsufficientFunds. Publishes PayoutBatchRun and OperationReserved per payout.
    """
    with transaction.atomic():
        require(policy.may_move_money(actor))
        attempt = idempotency.begin(actor=actor, service="escrow.run_payout_batch", key=key, inputs={})
        if attempt.done:
            return PayoutBatch.objects.get(pk=attempt.result)
        waiting = (
            Release.objects.select_for_update(skip_locked=True)
            .filter(payout__isnull=True, net_minor__gt=0)
            .order_by("vendor_id", "currency", "id")
        )
        batch = PayoutBatch.objects.create(
            number=_number("RUN", "escrow_batch_number"), created_by_name=actor.user_name, created_at=at
        )
        groups = groupby(waiting, key=lambda release: (release.vendor_id, release.currency))
        payouts = [
            _pay(actor=actor, batch=batch, vendor_id=vendor_id, currency=currency, releases=releases, at=at)
            for (vendor_id, currency), releases in groups
        ]
        publish(PayoutBatchRun(batch_id=batch.id, number=batch.number, payouts=len(payouts)))
        attempt.finish(batch.id)
    return batch


def _pay(
    *, actor: Actor, batch: PayoutBatch, vendor_id: UUID, currency: str, releases: Iterable[Release], at: datetime
) -> Payout:
    taken = list(releases)
    amount = sum(release.net_minor for release in taken)
    operation = reserve_transfer(
        actor=actor,
        vendor_id=vendor_id,
        amount_minor=amount,
        currency=currency,
        movement=movements.payout_reserved(vendor_id=vendor_id, currency=currency, amount=amount),
        at=at,
    )
    payout = Payout.objects.create(
        number=_number("PAY", "escrow_payout_number"),
        batch=batch,
        vendor_id=vendor_id,
        operation=operation,
        currency=currency,
        amount_minor=amount,
        created_at=at,
    )
    Release.objects.filter(pk__in=[release.pk for release in taken]).update(payout=payout)
    return payout


def _number(prefix: str, sequence: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s::regclass)", [sequence])
        return f"{prefix}-{cursor.fetchone()[0]}"
