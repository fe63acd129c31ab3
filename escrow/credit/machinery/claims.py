"""A claim is taken off the books, at the expense of whoever lent."""

from datetime import datetime
from typing import Any

from escrow.credit.machinery.settling import Locked, drop_units, finish, release_units, take_shares
from escrow.credit.models import LineObjection, WriteOff
from escrow.credit.shares import Shares
from escrow.credit.states import ObjectionState
from marketplace.ledger import movements
from marketplace.ledger.services import post
from marketplace.lib.actor import Actor

_APPROVAL = ("approved_by", "approved_by_name")


def book_write_off(
    actor: Actor, found: Locked, reason: str, at: datetime, *, proposal: WriteOff | None = None
) -> WriteOff:
    """Take the claim off the books. The vendor bears its own risk; where the market lent, the market pays it out."""
    invoice, account = found.invoice, found.account
    _drop_objections(actor, found, at)
    amount, fees = invoice.open_minor, invoice.open_fees_minor
    part = take_shares(invoice, amount)
    is_ours = account.lender_id != invoice.seller_id
    post(
        key=f"invoice:{invoice.number}:writeoff",
        movement=movements.invoice_written_off(
            buyer_id=invoice.buyer_id,
            vendor_id=invoice.seller_id,
            invoice=invoice.number,
            account=account.number,
            currency=invoice.currency,
            net=0 if is_ours else part.terms,
            commission=part.commission + part.commission_tax,
            bad_debt=part.terms if is_ours else 0,
        ),
        order_id=found.order.id,
        at=at,
    )
    if fees:
        post(
            key=f"invoice:{invoice.number}:waived",
            movement=movements.late_fee_waived(buyer_id=invoice.buyer_id, currency=invoice.currency, amount=fees),
            order_id=found.order.id,
            at=at,
        )
    if is_ours:
        _pay_vendor(found, amount, part.terms, at)
    else:
        drop_units(found, amount)
    invoice.written_off_minor += amount
    invoice.fees_settled_minor += fees
    invoice.save(update_fields=["written_off_minor", "fees_settled_minor"])
    account.limit_minor = max(account.limit_minor - amount, 0)  # what is lost is not granted again
    account.save(update_fields=["limit_minor"])
    made = proposal or WriteOff.objects.create(
        invoice=invoice, reason=reason, proposed_by_name=actor.user_name, proposed_at=at
    )
    made.principal_minor, made.fees_minor, made.booked_at = amount, fees, at
    made.bad_debt_minor = part.terms if is_ours else 0
    made.save(update_fields=["principal_minor", "fees_minor", "booked_at", "bad_debt_minor", *_APPROVAL])
    told: dict[str, Any] = {"amount_minor": amount, "currency": invoice.currency, "reason": reason}
    finish(actor, found, "write_off", at, **told)
    return made


def _pay_vendor(found: Locked, amount: int, net: int, at: datetime) -> None:
    """The market lent, so the vendor gets its share as if the buyer had paid; the commission is given up."""
    invoice = found.invoice
    post(
        key=f"invoice:{invoice.number}:advanced",
        movement=movements.terms_advanced(
            vendor_id=invoice.seller_id, invoice=invoice.number, currency=invoice.currency, net=net
        ),
        order_id=found.order.id,
        at=at,
    )
    drop_units(found, amount - net)
    release_units(found, net, Shares(terms=net, commission=0, commission_tax=0), at)


def _drop_objections(actor: Actor, found: Locked, at: datetime) -> None:
    LineObjection.objects.filter(invoice=found.invoice, state=ObjectionState.OPEN).update(
        state=ObjectionState.REJECTED, answer="Written off", answered_by_name=actor.user_name, answered_at=at
    )
    found.invoice.objected_minor = 0
    found.invoice.save(update_fields=["objected_minor"])
