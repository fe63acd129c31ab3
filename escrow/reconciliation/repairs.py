"""Brings into our books what the provider's list shows and nobody told us: only what is certain.

An operation or a dispute of ours is asked about, so that the one place that books such an answer books this one too.
A fee and a top-up are booked from the list: it is the only place that names them.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from escrow.gateways.port import GatewaySilent, Notice
from escrow.machinery import notices, runner
from escrow.models import GatewayOperation
from escrow.reconciliation.comparing import Line
from escrow.reconciliation.matching import Verdict
from marketplace.ledger import movements
from marketplace.ledger.movements import Movement
from marketplace.ledger.services import post
from marketplace.lib.errors import HarborlineError

log = logging.getLogger(__name__)
_DISPUTES = {"dispute", "dispute_reversal"}


def repair(provider: str, lines: Sequence[Line], at: datetime) -> int:
    """Book what can be; return how many lines were brought in. One that fails does not stop the others."""
    known = set(
        GatewayOperation.objects.filter(
            pk__in=[line.transaction.operation_id for line in lines if line.transaction.operation_id]
        ).values_list("pk", flat=True)
    )
    done = 0
    for line in lines:
        if line.is_matched:
            continue
        step = _step(provider, line, line.transaction.operation_id in known)
        try:
            done += bool(step and step(at))
        except (HarborlineError, GatewaySilent):
            log.exception("%s could not be brought in", line.transaction.ref)
    return done


def _step(provider: str, line: Line, is_ours: bool) -> Callable[[datetime], bool] | None:
    """What to do about one line; None leaves it to a person."""
    one, verdict = line.transaction, line.comparison.verdict
    if verdict is Verdict.FEE_DIFFERS and not line.has_own_fee and one.fee_minor > 0:
        return lambda at: _book(line, f"{line.our_key}:fee", _fee(provider, one.currency, one.fee_minor), at)
    if verdict is not Verdict.MISSING_OURS:
        return None
    if one.category in _DISPUTES:
        notice = Notice(ref=one.ref, kind="charge.dispute.updated", operation_id=None, object_ref=one.source_ref)
        worker = notices.worker_for(notice.kind)
        return (lambda at: worker(notice, at)) if worker else None
    if one.operation_id and is_ours:
        operation_id = one.operation_id
        return lambda at: runner.ask(operation_id, at)
    if one.category == "topup" and one.amount_minor > 0:
        movement = movements.topped_up(provider=provider, currency=one.currency, amount=one.amount_minor)
        return lambda at: _book(line, line.our_key, movement, at)
    if one.category == "fee" and one.amount_minor - one.fee_minor < 0:
        movement = _fee(provider, one.currency, one.fee_minor - one.amount_minor)
        return lambda at: _book(line, line.our_key, movement, at)
    return None


def _fee(provider: str, currency: str, amount: int) -> Movement:
    return movements.provider_fee(provider=provider, currency=currency, amount=amount)


def _book(line: Line, key: str, movement: Movement, at: datetime) -> bool:
    with transaction.atomic():
        post(key=key, movement=movement, order_id=line.order_id, at=at)
    return True
