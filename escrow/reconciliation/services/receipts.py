"""Transfers to our own bank account: into the buyer's wallet by their reference, and from there into escrow.

Money whose owner is known is never refused: what is too little or too much stays in the buyer's wallet. Money whose
owner is not known waits in suspense until an operator finds it, or sends it back. Lock order: order, receipts,
accounts.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from escrow.machinery import schedule
from escrow.models import PaymentLeg
from escrow.reconciliation import bank_lines, policy
from escrow.reconciliation.bank_lines import BankLine
from escrow.reconciliation.events import BankReceiptRecorded
from escrow.reconciliation.models import BankReceipt
from escrow.reconciliation.references import Payee, find_payee
from escrow.reconciliation.states import RECEIPT, ReceiptState
from escrow.services import fund_from_wallet
from escrow.states import LEG
from marketplace.ledger import movements
from marketplace.ledger import queries as ledger
from marketplace.ledger.services import note_order, post
from marketplace.lib import ids
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, Invalid, NotFound
from marketplace.lib.money import Money
from marketplace.lib.state import WrongState
from marketplace.outbox import idempotency
from marketplace.outbox.publishing import publish

BANK = "bank"
SYSTEM = Actor.for_system("escrow.reconciliation")


class AlreadyRecorded(Conflict):
    """The bank's reference is known with another amount."""

    code = "already_recorded"


def record_bank_receipt(
    *,
    actor: Actor,
    reference: str,
    amount_minor: int,
    currency: str,
    value_date: date,
    bank_ref: str,
    payer: str = "",
    key: str,
    at: datetime,
) -> BankReceipt:
    """Record money that arrived at our bank, once per ``bank_ref``; ``reference`` is whatever the payer wrote.

    The operator's finance. The exact amount of a leg that waits for it funds the leg; less waits in the buyer's wallet
    for the rest; more stays there. Raises NotAllowed, Invalid, AlreadyRecorded. Publishes BankReceiptRecorded.
    """
    line = BankLine(
        bank_ref=bank_ref.strip(),
        amount_minor=amount_minor,
        currency=currency,
        value_date=value_date,
        text=reference.strip()[:500],
        payer=payer.strip()[:120],
    )
    with transaction.atomic():
        require(policy.may_record_bank_receipt(actor))
        attempt = idempotency.begin(
            actor=actor, service="reconciliation.record_bank_receipt", key=key, inputs=asdict(line)
        )
        if attempt.done:
            return BankReceipt.objects.get(pk=attempt.result)
        receipt = _record(actor, line, at)
        attempt.finish(receipt.id)
    return receipt


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What became of a statement's lines, by state; ``known`` had been recorded before."""

    states: dict[str, int]
    known: int


def record_bank_statement(*, actor: Actor, content: bytes, key: str, at: datetime) -> Uploaded:
    """Record every incoming line of a bank's file (CSV, CAMT); lines that we know are left alone.

    As ``record_bank_receipt``; all lines or none. Raises UnreadableStatement.
    """
    lines = bank_lines.read(content)
    with transaction.atomic():
        require(policy.may_record_bank_receipt(actor))
        idempotency.begin(
            actor=actor,
            service="reconciliation.record_bank_statement",
            key=key,
            inputs=ids.hash_secret(content.decode("utf-8", errors="replace")),
        )
        refs = [line.bank_ref for line in lines]
        known = BankReceipt.objects.filter(bank_ref__in=refs).count()
        states = Counter(_record(actor, line, at).state for line in lines)
    return Uploaded(dict(states), known)


def assign_receipt(
    *, actor: Actor, receipt_id: UUID, order_number: str, leg_no: int, why: str, key: str, at: datetime
) -> BankReceipt:
    """Say whose an unmatched receipt is: it goes on as if its reference had named the leg.

    The operator's finance, with a reason. Raises NotFound, NotAllowed, Invalid, WrongState once it was handled.
    Publishes BankReceiptRecorded.
    """
    with transaction.atomic():
        require(policy.may_record_bank_receipt(actor))
        inputs = {"receipt": receipt_id, "order": order_number, "leg": leg_no, "why": why}
        attempt = idempotency.begin(actor=actor, service="reconciliation.assign_receipt", key=key, inputs=inputs)
        if attempt.done:
            return BankReceipt.objects.get(pk=attempt.result)
        leg = _find_leg(Payee(order_number.strip().upper(), leg_no))
        receipt = _locked(receipt_id)
        state = RECEIPT.advance(receipt.state, "assign")
        if leg is None or leg.order.currency != receipt.currency:
            raise Invalid.field(
                "order_number", f"There is no such order with a payment {leg_no} in {receipt.currency}."
            )
        _resolve(receipt, actor, why, at)
        receipt.order, receipt.leg_no, receipt.state = leg.order, leg.no, state
        receipt.save(update_fields=["order", "leg_no", "state", "why", "resolved_at", "resolved_by_name"])
        movement = movements.suspense_resolved(
            provider=BANK, buyer_id=leg.order.buyer_id, currency=receipt.currency, amount=receipt.amount_minor
        )
        post(key=f"{_key(receipt)}:assigned", movement=movement, order_id=leg.order_id, at=at)
        _use(leg, at)
        receipt.refresh_from_db()
        _publish(receipt)
        attempt.finish(receipt.id)
    return receipt


def return_receipt(*, actor: Actor, receipt_id: UUID, why: str, key: str, at: datetime) -> BankReceipt:
    """Note that an unmatched receipt was sent back from our bank to whoever sent it.

    The operator's finance, with a reason. Raises NotFound, NotAllowed, Invalid, WrongState once it was handled.
    Publishes BankReceiptRecorded.
    """
    with transaction.atomic():
        require(policy.may_record_bank_receipt(actor))
        attempt = idempotency.begin(
            actor=actor, service="reconciliation.return_receipt", key=key, inputs={"receipt": receipt_id, "why": why}
        )
        if attempt.done:
            return BankReceipt.objects.get(pk=attempt.result)
        receipt = _locked(receipt_id)
        receipt.state = RECEIPT.advance(receipt.state, "return")
        _resolve(receipt, actor, why, at)
        receipt.save(update_fields=["state", "why", "resolved_at", "resolved_by_name"])
        movement = movements.suspense_returned(provider=BANK, currency=receipt.currency, amount=receipt.amount_minor)
        post(key=f"{_key(receipt)}:returned", movement=movement, at=at)
        _publish(receipt)
        attempt.finish(receipt.id)
    return receipt


def _record(actor: Actor, line: BankLine, at: datetime) -> BankReceipt:
    """One line, once: whoever records it at the same moment waits here and then finds it."""
    if line.amount_minor <= 0 or not line.bank_ref:
        raise Invalid.field("amount", "Record what arrived, with the bank's own reference.")
    payee = find_payee(line.text)
    leg = _find_leg(payee) if payee else None
    if leg and leg.order.currency != line.currency:
        leg = None
    receipt, is_new = BankReceipt.objects.get_or_create(
        bank_ref=line.bank_ref,
        defaults={
            "text": line.text,
            "payer": line.payer,
            "currency": line.currency,
            "amount_minor": line.amount_minor,
            "value_date": line.value_date,
            "state": ReceiptState.WAITING if leg else ReceiptState.UNMATCHED,
            "order": leg.order if leg else None,
            "leg_no": leg.no if leg else None,
            "recorded_at": at,
            "recorded_by_name": actor.user_name,
        },
    )
    if is_new:
        _book(receipt, leg, at)
    elif (receipt.amount_minor, receipt.currency) != (line.amount_minor, line.currency):
        booked = Money(receipt.amount_minor, receipt.currency)
        raise AlreadyRecorded(f"{line.bank_ref} is on record with {booked}. Nothing was booked now.")
    return receipt


def _book(receipt: BankReceipt, leg: PaymentLeg | None, at: datetime) -> None:
    if leg is None:
        movement = movements.suspense_received(provider=BANK, currency=receipt.currency, amount=receipt.amount_minor)
        post(key=_key(receipt), movement=movement, at=at)
    else:
        movement = movements.receipt_matched(
            buyer_id=leg.order.buyer_id, currency=receipt.currency, amount=receipt.amount_minor
        )
        post(key=_key(receipt), movement=movement, order_id=leg.order_id, at=at)
        _use(leg, at)
        receipt.refresh_from_db()
    _publish(receipt)


def _use(leg: PaymentLeg, at: datetime) -> None:
    """Fund the leg as soon as its receipts reach its amount; say what is missing until then."""
    receipts = list(
        BankReceipt.objects.locked()
        .filter(order=leg.order, leg_no=leg.no, state=ReceiptState.WAITING)
        .order_by("recorded_at", "pk")
    )
    arrived = sum(receipt.amount_minor for receipt in receipts)
    facts = {"leg": leg.no, "amount_minor": arrived, "currency": leg.order.currency}
    missing = leg.amount_minor - arrived
    if LEG.allows(leg.state, "fund") and missing > 0:
        facts["missing_minor"] = missing
        note_order(actor=SYSTEM, order_id=leg.order_id, kind="bank_money_short", body=facts, at=at)
    elif _paid_from_wallet(leg, at):
        _share_out(receipts, leg.amount_minor)
    else:
        _share_out(receipts, 0)
        note_order(actor=SYSTEM, order_id=leg.order_id, kind="bank_money_kept", body=facts, at=at)


def _paid_from_wallet(leg: PaymentLeg, at: datetime) -> bool:
    """Move the leg's amount from the buyer's wallet to where it belongs; False if nobody waits for it any more."""
    try:
        with transaction.atomic():
            LEG.advance(leg.state, "fund")
            fund_from_wallet(actor=SYSTEM, order=leg.order, leg=leg, at=at)
    except WrongState:
        return False
    return True


def _share_out(receipts: Sequence[BankReceipt], amount_minor: int) -> None:
    """Note on each receipt how much of it paid the leg; the rest stays in the wallet."""
    for receipt in receipts:
        receipt.applied_minor = min(receipt.amount_minor, amount_minor)
        amount_minor -= receipt.applied_minor
        receipt.state = RECEIPT.advance(receipt.state, "apply" if receipt.applied_minor else "keep")
        receipt.save(update_fields=["state", "applied_minor"])


def _find_leg(payee: Payee) -> PaymentLeg | None:
    """The leg that a reference names, with its order locked; None if there is none."""
    found = ledger.orders_visible_to(SYSTEM).filter(number=payee.order_number).first()
    if found is None:
        return None
    order = schedule.ensure(found.id)
    return PaymentLeg.objects.select_related("order__buyer").filter(order=order, no=payee.leg).first()


def _locked(receipt_id: UUID) -> BankReceipt:
    receipt = BankReceipt.objects.locked().filter(pk=receipt_id).first()
    if receipt is None:
        raise NotFound
    return receipt


def _resolve(receipt: BankReceipt, actor: Actor, why: str, at: datetime) -> None:
    why = why.strip()
    if not why:
        raise Invalid.field("why", "Say how you know. The auditor reads it.")
    receipt.why, receipt.resolved_at, receipt.resolved_by_name = why[:300], at, actor.user_name


def _key(receipt: BankReceipt) -> str:
    return f"{BANK}:{receipt.bank_ref}"


def _publish(receipt: BankReceipt) -> None:
    number = receipt.order.number if receipt.order else ""
    publish(BankReceiptRecorded(receipt_id=receipt.id, state=receipt.state, order_number=number))
