"""Notices that are about no operation of ours: top-ups, buyers' bank transfers, vendors' accounts and their banks."""

from datetime import datetime

from django.db import transaction

from escrow.gateways import recipients
from escrow.gateways.port import Notice, Progress, get_gateway
from escrow.gateways.stripe import accounts
from escrow.gateways.stripe.client import is_sandbox
from escrow.machinery import notices, receipts, runner
from marketplace.ledger import movements
from marketplace.ledger.services import post


@notices.handles("topup")
def book_topup(notice: Notice, at: datetime) -> bool:
    """Our own money reached our balance. In the sandbox its owner is taken to have paid it in just before."""
    gateway = get_gateway()
    topup = gateway.get_topup(notice.object_ref)
    if topup.progress is not Progress.SUCCEEDED:
        return True
    key, currency, amount = f"{gateway.name}:{topup.ref}", topup.currency, topup.amount_minor
    with transaction.atomic(durable=True):
        if is_sandbox():
            post(key=f"{key}:owner", movement=movements.owner_paid_in(currency=currency, amount=amount), at=at)
        movement = movements.topped_up(provider=gateway.name, currency=currency, amount=amount)
        post(key=key, movement=movement, at=at)
    return True


@notices.handles("customer_cash_balance_transaction")
def book_receipts(notice: Notice, at: datetime) -> bool:
    """A buyer's bank transfer arrived: it waits in the wallet until it is enough for a payment."""
    gateway = get_gateway()
    customer = notice.object_ref
    buyer_id = accounts.payer_organization(customer)
    if buyer_id is None:
        return False
    arrived = gateway.cash_receipts(customer)
    with transaction.atomic(durable=True):
        receipts.book(provider=gateway.name, buyer_id=buyer_id, receipts=arrived, at=at)
    return True


@notices.handles("v2.core.account")
def check_recipient(notice: Notice, at: datetime) -> bool:
    """A vendor's account may be ready now, or not any more."""
    return recipients.check(ref=notice.object_ref)


@notices.handles("payout.failed")
def note_vendor_bank(notice: Notice, at: datetime) -> bool:
    """A vendor's bank sent a payout back. The money is in the vendor's own balance at the provider: nothing to book.

    A payout of ours is an operation of ours.
    """
    if not notice.account:
        return notice.operation_id is None or runner.ask(notice.operation_id, at)
    return recipients.note_trouble(ref=notice.account, text="Your bank sent a payout back. Check your bank account.")
