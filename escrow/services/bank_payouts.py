"""Payouts that an operator sends from the market's own bank: listed in a file, reported sent, perhaps returned."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from escrow import policy
from escrow.machinery import schedule
from escrow.models import Payout
from escrow.states import PAYOUT, PayoutState
from marketplace.ledger import movements
from marketplace.ledger.services import post
from marketplace.ledger.states import PayoutMethod
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, Invalid, NotFound
from marketplace.lib.money import Money


class NeedsSecondOperator(Conflict):
    """A large transfer is confirmed by somebody else than who reported it."""

    code = "needs_second_operator"


def report_bank_payout_sent(*, actor: Actor, number: str, bank_reference: str, at: datetime) -> Payout:
    """Our bank has sent a payout. Above ``PAYOUT_FOUR_EYES_MINOR`` the first report waits for a second operator's.

    The operator's finance and administrators; reporting what is known already changes nothing. Raises NotAllowed,
    NotFound, Invalid without a reference or with another than the first, NeedsSecondOperator, WrongState.
    """
    require(policy.may_move_money(actor))
    with transaction.atomic():
        payout = _locked(number)
        if payout.state == PayoutState.PAID and payout.bank_reference == bank_reference:
            return payout
        if not bank_reference.strip():
            raise Invalid.field("bank_reference", "Give the reference under which the bank sent it.")
        PAYOUT.advance(payout.state, "pay")
        if _waits_for_another(payout, actor, bank_reference):
            return payout
        payout.state, payout.paid_at = PAYOUT.advance(payout.state, "pay"), at
        payout.bank_reference = bank_reference
        payout.save(update_fields=["state", "paid_at", "bank_reference"])
        orders = {release.order_id: release.order for release in payout.releases.select_related("order")}
        for _, order in sorted(orders.items()):  # orders are locked before accounts, both by id
            schedule.summarise(actor=actor, order=order, at=at)
        movement = movements.bank_payout_sent(
            vendor_id=payout.vendor_id, currency=payout.currency, amount=payout.amount_minor
        )
        post(key=f"payout:{payout.id}:sent", movement=movement, resolves=payout.reservation_entry, at=at)
    return payout


def _waits_for_another(payout: Payout, actor: Actor, bank_reference: str) -> bool:
    """Whether this is the first of the two reports that a large payout needs; it is written down."""
    if payout.amount_minor <= settings.PAYOUT_FOUR_EYES_MINOR:
        return False
    if payout.sent_by_id is None:
        payout.sent_by_id, payout.bank_reference = actor.user_id, bank_reference
        payout.save(update_fields=["sent_by", "bank_reference"])
        return True
    if payout.sent_by_id == actor.user_id:
        limit = Money(settings.PAYOUT_FOUR_EYES_MINOR, payout.currency)
        raise NeedsSecondOperator(f"Payouts above {limit} are confirmed by a second operator.")
    if payout.bank_reference != bank_reference:
        raise Invalid.field("bank_reference", "Your colleague reported another reference. Compare with the bank.")
    return False


def report_bank_payout_returned(*, actor: Actor, number: str, reason: str, at: datetime) -> Payout:
    """A payout came back from the vendor's bank, or ours did not send it: the money is payable again.

    The operator's finance and administrators; the next run pays it. Raises NotAllowed, NotFound, Invalid, WrongState.
    """
    require(policy.may_move_money(actor))
    with transaction.atomic():
        payout = _locked(number)
        if payout.state == PayoutState.FAILED:
            return payout
        if not reason.strip():
            raise Invalid.field("reason", "Say why: the vendor reads it.")
        was_sent = payout.state == PayoutState.PAID
        vendor_id, currency, amount = payout.vendor_id, payout.currency, payout.amount_minor
        if was_sent:
            movement = movements.bank_payout_returned(vendor_id=vendor_id, currency=currency, amount=amount)
            post(key=f"payout:{payout.id}:returned", movement=movement, at=at)
        else:
            movement = movements.payout_refused(vendor_id=vendor_id, currency=currency, amount=amount)
            post(key=f"payout:{payout.id}:void", movement=movement, resolves=payout.reservation_entry, at=at)
        payout.state = PAYOUT.advance(payout.state, "return" if was_sent else "fail")
        payout.failure = reason[:300]
        payout.save(update_fields=["state", "failure"])
        payout.releases.update(payout=None)
    return payout


def _locked(number: str) -> Payout:
    payout = Payout.objects.select_for_update(of=("self",)).filter(number=number, method=PayoutMethod.BANK).first()
    if payout is None:
        raise NotFound
    return payout
