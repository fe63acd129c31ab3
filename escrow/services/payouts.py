"""Released money goes out: one batch over all vendors, one transfer per vendor and currency."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from escrow import policy
from escrow.events import PayoutBatchRun
from escrow.machinery.payables import Payable, payables
from escrow.machinery.reservations import reserve_transfer
from escrow.models import Payout, PayoutBatch, Release
from marketplace.ledger import chart, movements
from marketplace.ledger import queries as ledger
from marketplace.ledger.services import post
from marketplace.ledger.states import PayoutMethod
from marketplace.lib.actor import Actor, require
from marketplace.outbox import idempotency
from marketplace.outbox.publishing import publish


def run_payout_batch(*, actor: Actor, key: str, at: datetime, also: Collection[UUID] = ()) -> PayoutBatch:
    """Pay every vendor whose payday it is what was released to it and not paid out yet, per currency.

    The operator's finance and administrators, or the daily clock. ``also`` names vendors to be paid although
    it is not their day, or the amount is below their minimum; a vendor whose payout account is not ready, or
    whose money a check of the ledger has stopped, is left out in any case. A batch may turn out empty. Raises
    NotAllowed, InsufficientFunds. Publishes PayoutBatchRun, and OperationReserved per transfer.
    """
    with transaction.atomic():
        require(policy.may_move_money(actor))
        inputs = {"also": sorted(map(str, also))} if also else {}
        attempt = idempotency.begin(actor=actor, service="escrow.run_payout_batch", key=key, inputs=inputs)
        if attempt.done:
            return PayoutBatch.objects.get(pk=attempt.result)
        _one_at_a_time()
        batch = PayoutBatch.objects.create(
            number=_number("RUN", "escrow_batch_number"), created_by_name=actor.user_name, created_at=at
        )
        payouts = [
            _pay(actor=actor, batch=batch, who=who, at=at)
            for who in payables(at)
            if not who.reason or (who.can_wait and who.vendor_id in also)
        ]
        publish(PayoutBatchRun(batch_id=batch.id, number=batch.number, payouts=sum(map(bool, payouts))))
        attempt.finish(batch.id)
    return batch


def _one_at_a_time() -> None:
    """A second run waits for the first, and then finds nothing left to pay."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('escrow.run_payout_batch'))")


def _pay(*, actor: Actor, batch: PayoutBatch, who: Payable, at: datetime) -> Payout | None:
    """Everything that the vendor may be paid, less what it owes us; None if nothing is left."""
    amount = _recover_debt(vendor_id=who.vendor_id, currency=who.currency, ref=batch.number, at=at)
    if not amount:
        return None
    movement = movements.payout_reserved(vendor_id=who.vendor_id, currency=who.currency, amount=amount)
    payout = Payout(
        number=_number("PAY", "escrow_payout_number"), batch=batch, vendor_id=who.vendor_id, currency=who.currency,
        amount_minor=amount, method=who.terms.method, created_at=at,
    )  # fmt: skip
    if who.terms.method == PayoutMethod.BANK:
        payout.iban, payout.bic = who.terms.iban, who.terms.bic
        payout.reservation_entry = post(key=f"payout:{payout.id}:rsv", movement=movement, at=at)
    else:
        payout.operation = reserve_transfer(
            actor=actor, vendor_id=who.vendor_id, amount_minor=amount, currency=who.currency, movement=movement, at=at
        )
    payout.save(force_insert=True)
    waiting = Release.objects.filter(
        vendor_id=who.vendor_id, settled_currency=who.currency, payout__isnull=True, matured_at__isnull=False
    )
    waiting.update(payout=payout)
    return payout


def _recover_debt(*, vendor_id: UUID, currency: str, ref: str, at: datetime) -> int:
    """Take what a vendor owes us out of its available money; returns what is left of that, minor units."""
    available = ledger.vendor_balance(vendor_id, currency)
    owed = ledger.balance_of(chart.vendor_debt(vendor_id, currency).code)
    recovered = min(available, owed)
    if recovered:
        movement = movements.debt_recovered(vendor_id=vendor_id, currency=currency, amount=recovered)
        post(key=f"recover:{ref}:{vendor_id}:{currency}", movement=movement, at=at)
    return available - recovered


def _number(prefix: str, sequence: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s::regclass)", [sequence])
        return f"{prefix}-{cursor.fetchone()[0]}"
