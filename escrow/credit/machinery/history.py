"""The diary of credit accounts and invoices: each step as a line that stays, and as a fact for others."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from escrow.credit import events
from escrow.credit.models import CreditAccount, CreditEvent, Invoice
from marketplace.lib.actor import Actor
from marketplace.outbox.publishing import publish


def note(
    actor: Actor,
    account: CreditAccount,
    kind: str,
    at: datetime,
    *,
    invoice: Invoice | None = None,
    **body: Any,
) -> CreditEvent:
    """Write one line."""
    return CreditEvent.objects.create(
        account=account,
        invoice=invoice,
        kind=kind,
        actor_name=actor.user_name,
        organization_id=actor.organization_id,
        body=body,
        at=at,
    )


def tell_account(actor: Actor, account: CreditAccount, action: str, at: datetime, body: Mapping[str, Any]) -> None:
    """Write and publish a step of an account."""
    note(actor, account, action, at, **body)
    publish(
        events.CreditAccountAdvanced(
            account_id=account.id,
            number=account.number,
            buyer_id=account.buyer_id,
            lender_id=account.lender_id,
            action=action,
            state=account.state,
        )
    )


def tell_invoice(actor: Actor, invoice: Invoice, action: str, at: datetime, *, level: int = 0, **body: Any) -> None:
    """Write and publish a step of an invoice; ``level`` > 0 sends a reminder."""
    note(actor, invoice.account, action, at, invoice=invoice, **body)
    publish(
        events.InvoiceAdvanced(
            invoice_id=invoice.id,
            number=invoice.number,
            order_number=invoice.order.number,
            buyer_id=invoice.buyer_id,
            seller_id=invoice.seller_id,
            action=action,
            state=invoice.state,
            level=level,
        )
    )
