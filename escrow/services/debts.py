"""What a vendor owes the market ends without being taken from its earnings: it pays, or we give it up."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from escrow import policy
from marketplace.ledger import chart, movements
from marketplace.ledger import queries as ledger
from marketplace.ledger.movements import Movement
from marketplace.ledger.services import post
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Invalid
from marketplace.lib.money import Money
from marketplace.outbox import idempotency


def record_debt_repaid(
    *, actor: Actor, vendor_id: UUID, currency: str, amount_minor: int, why: str, key: str, at: datetime
) -> int:
    """A vendor paid ``amount_minor`` of its debt to our bank; ``why`` is the bank's reference. Returns the entry.

    The operator's finance and administrators. Raises NotAllowed, Invalid for more than is owed, KeyReused.
    """
    movement = movements.debt_repaid(vendor_id=vendor_id, currency=currency, amount=amount_minor)
    return _settle(actor, movement, vendor_id, currency, amount_minor, why, key, at)


def write_off_debt(
    *, actor: Actor, vendor_id: UUID, currency: str, amount_minor: int, why: str, key: str, at: datetime
) -> int:
    """A vendor will never pay ``amount_minor`` of its debt: our loss. As ``record_debt_repaid``."""
    movement = movements.debt_written_off(vendor_id=vendor_id, currency=currency, amount=amount_minor)
    return _settle(actor, movement, vendor_id, currency, amount_minor, why, key, at)


def _settle(
    actor: Actor, movement: Movement, vendor_id: UUID, currency: str, amount: int, why: str, key: str, at: datetime
) -> int:
    require(policy.may_move_money(actor))
    with transaction.atomic():
        inputs = {"vendor": vendor_id, "currency": currency, "amount": amount, "why": why}
        attempt = idempotency.begin(actor=actor, service=f"escrow.{movement.kind}", key=key, inputs=inputs)
        if attempt.done:
            return int(attempt.result)
        owed = ledger.balance_of(chart.vendor_debt(vendor_id, currency).code)
        if not 0 < amount <= owed:
            raise Invalid.field("amount", f"The vendor owes {Money(owed, currency)}.")
        meta = {"why": why, "by": actor.user_name}
        entry = post(key=f"{movement.kind}:{key}:{vendor_id}", movement=movement, meta=meta, at=at)
        attempt.finish(entry)
    return entry
