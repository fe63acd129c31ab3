"""One run: the provider's list and balance are read outside any transaction, then laid beside the journal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction
from django.db.models import Sum

from escrow.gateways.port import PaymentGateway, get_gateway
from escrow.reconciliation import policy
from escrow.reconciliation.comparing import Line, compare_lines
from escrow.reconciliation.events import ProviderReconciled
from escrow.reconciliation.matching import GRACE, OVERLAP, Verdict
from escrow.reconciliation.models import ReconciliationItem, ReconciliationRun
from escrow.reconciliation.repairs import repair
from escrow.reconciliation.states import RunKind
from marketplace.ledger import queries as ledger
from marketplace.lib.actor import Actor, require
from marketplace.outbox import idempotency
from marketplace.outbox.publishing import publish

BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
PASSES = 3
"""The provider and we both move on while we compare: what differs is looked at this often before it is a finding."""

SHOWN_NOW = "The provider shows it now."
_COLUMNS = ["run", "our_key", "delta_minor", "verdict", "amount_minor", "fee_minor", "resolved_at", "resolved_by_name"]


@dataclass(frozen=True, slots=True)
class _Look:
    """What one look at both sides found: lines, and the provider's balance less ours by currency."""

    lines: list[Line]
    difference: dict[str, int]

    @property
    def is_clean(self) -> bool:
        return not self.difference and all(line.is_matched for line in self.lines)


def reconcile(*, actor: Actor, is_full: bool = False, key: str, at: datetime) -> ReconciliationRun:
    """Compare the provider's account with ours, since the last run or from the beginning.

    The clock, or the operator's finance. Books what is missing and safe, and opens an item for the rest. Opens its own
    transactions: RuntimeError inside one. Raises NotAllowed; GatewaySilent, after which the same key starts over.
    Publishes ProviderReconciled.
    """
    require(policy.may_reconcile(actor))
    gateway = get_gateway()
    with transaction.atomic(durable=True):
        attempt = idempotency.begin(
            actor=actor, service="reconciliation.reconcile", key=key, inputs={"is_full": is_full}
        )
        if attempt.done:
            run = ReconciliationRun.objects.get(pk=attempt.result)
        else:
            run = _opened(actor, gateway.name, is_full, at)
            attempt.finish(run.id)
    if run.finished_at:
        return run
    look, booked = _look(gateway, run, at), 0
    for _ in range(PASSES):
        if look.is_clean:
            break
        booked += repair(run.provider, look.lines, at)
        look = _look(gateway, run, at)
    with transaction.atomic(durable=True):
        _one_at_a_time(run.provider)
        _store(run, look.lines, at)
        _note_missing_theirs(run, look.lines, at)
        _finish(run, look, booked, at)
    return run


def _one_at_a_time(provider: str) -> None:
    """A second run waits for the first, and then brings its lines up to date."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"reconciliation:{provider}"])


def _opened(actor: Actor, provider: str, is_full: bool, at: datetime) -> ReconciliationRun:
    last = ReconciliationRun.objects.finished().filter(provider=provider).order_by("-started_at").first()
    since = BEGINNING if is_full or last is None else last.started_at - OVERLAP
    return ReconciliationRun.objects.create(
        provider=provider,
        kind=RunKind.FULL if since == BEGINNING else RunKind.INCREMENTAL,
        since=since,
        started_at=at,
        started_by_name=actor.user_name,
    )


def _look(gateway: PaymentGateway, run: ReconciliationRun, at: datetime) -> _Look:
    transactions = sorted(gateway.transactions(run.since), key=lambda one: (one.created_at, one.ref))
    lines = compare_lines(run.provider, transactions)
    return _Look(lines, _less(gateway.balance(), ledger.provider_balances(run.provider)))


def _less(theirs: Mapping[str, int], ours: Mapping[str, int]) -> dict[str, int]:
    rest = {currency: theirs.get(currency, 0) - ours.get(currency, 0) for currency in sorted({*theirs, *ours})}
    return {currency: minor for currency, minor in rest.items() if minor}


def _store(run: ReconciliationRun, lines: Sequence[Line], at: datetime) -> None:
    """One item per transaction, ever: seen again, it is brought up to date; a person's answer stays as long as the
    difference stays what it was."""
    refs = [line.transaction.ref for line in lines]
    items = ReconciliationItem.objects.locked().filter(provider=run.provider, provider_ref__in=refs)
    known = {item.provider_ref: item for item in items.order_by("pk")}
    changed, made = [], []
    for line in lines:
        item = known.get(line.transaction.ref)
        if item is None:
            made.append(_item(run, line, at))
        elif (item.verdict, item.delta_minor, item.our_key) != _found(line):
            item.verdict, item.delta_minor, item.our_key = _found(line)
            item.resolved_at, item.resolved_by_name, item.run = None, "", run
            changed.append(item)
    ReconciliationItem.objects.bulk_update(changed, _COLUMNS)
    ReconciliationItem.objects.bulk_create(made)


def _found(line: Line) -> tuple[str, int, str]:
    return line.comparison.verdict.value, line.comparison.delta, line.our_key


def _item(run: ReconciliationRun, line: Line, at: datetime) -> ReconciliationItem:
    one = line.transaction
    verdict, delta, our_key = _found(line)
    return ReconciliationItem(
        run=run,
        provider=run.provider,
        provider_ref=one.ref,
        source_ref=one.source_ref,
        our_key=our_key,
        category=one.category,
        currency=one.currency,
        amount_minor=one.amount_minor,
        fee_minor=one.fee_minor,
        delta_minor=delta,
        verdict=verdict,
        occurred_at=one.created_at,
        found_at=at,
    )


def _note_missing_theirs(run: ReconciliationRun, lines: Sequence[Line], at: datetime) -> None:
    """Entries of ours that the provider should show by now; and those that it shows at last."""
    missing = ReconciliationItem.objects.locked().filter(provider=run.provider, provider_ref="")
    shown = {line.our_key for line in lines}
    late = missing.filter(resolved_at__isnull=True, our_key__in=shown).order_by("pk")
    late.update(resolved_at=at, resolved_by_name="Harborline", why=SHOWN_NOW)
    entries = ledger.provider_lines(run.provider, since=run.since, until=at - GRACE)
    keys = {entry.key for entry in entries}
    matched = ReconciliationItem.objects.filter(provider=run.provider, our_key__in=keys | {_base(key) for key in keys})
    accounted = set(matched.values_list("our_key", flat=True)) | shown
    ReconciliationItem.objects.bulk_create(
        ReconciliationItem(
            run=run,
            provider=run.provider,
            our_key=entry.key,
            category=entry.kind,
            currency=entry.currency,
            amount_minor=entry.amount_minor,
            delta_minor=-entry.amount_minor,
            verdict=Verdict.MISSING_THEIRS.value,
            occurred_at=entry.effective_at,
            found_at=at,
        )
        for entry in entries
        if entry.key not in accounted and _base(entry.key) not in accounted
    )


def _base(key: str) -> str:
    """A fee is part of the transaction that it was kept of."""
    return key.removesuffix(":fee")


def _finish(run: ReconciliationRun, look: _Look, booked: int, at: datetime) -> None:
    waiting = ReconciliationItem.objects.filter(provider=run.provider).exclude(verdict=Verdict.MATCHED.value)
    explained = {row["currency"]: row["total"] for row in waiting.values("currency").annotate(total=Sum("delta_minor"))}
    run.seen, run.booked = len(look.lines), booked
    run.matched = sum(line.is_matched for line in look.lines)
    run.left_open = waiting.filter(resolved_at__isnull=True).count()
    run.difference = look.difference
    run.unexplained = _less(look.difference, {code: minor for code, minor in explained.items() if minor})
    run.finished_at = at
    run.save(update_fields=["seen", "matched", "booked", "left_open", "difference", "unexplained", "finished_at"])
    publish(ProviderReconciled(run_id=run.id, provider=run.provider, open_items=run.left_open))
