"""Reactions to facts: orders take credit, shipments become invoices, and mail goes to those who have to act."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from escrow.credit import events, services
from escrow.credit.machinery.reserving import waits_for_credit
from escrow.credit.models import CreditAccount, Invoice
from escrow.credit.services.dunning import PAUSE
from escrow.credit.states import AccountState
from marketplace.identity.models import Membership, MembershipState
from marketplace.identity.outgoing_mail import queue_mail
from marketplace.ledger.events import OrderAdvanced, OrderOpened
from marketplace.lib import clock
from marketplace.lib.actor import Actor
from marketplace.outbox.registry import on

SYSTEM = Actor.for_system("escrow.credit")
BUYERS = ("buyer.admin", "buyer.finance")
SELLERS = ("vendor.admin", "vendor.finance")
__all__ = ["PAUSE"]  # its module registers the clocks of invoices


@on(OrderOpened)
def on_order_opened_reserve_credit(event: OrderOpened) -> None:
    """An order on terms takes credit, or says that it waits for some."""
    if not waits_for_credit(event.order_id):
        return
    try:
        services.reserve_credit(actor=SYSTEM, order_id=event.order_id, at=clock.now())
    except services.NoCredit:
        services.tell_no_credit(actor=SYSTEM, order_id=event.order_id, at=clock.now())


@on(OrderAdvanced)
def on_order_advanced_invoice_or_free(event: OrderAdvanced) -> None:
    """What left is invoiced; what is called off gives its credit back."""
    if event.action in {"ship", "ship_part"}:
        services.invoice_shipments(actor=SYSTEM, order_id=event.order_id, at=clock.now())
    elif event.action in {"cancel", "request_refund", "refund", "close"}:
        services.free_credit(actor=SYSTEM, order_id=event.order_id, at=clock.now())


@on(events.CreditAccountAdvanced)
def on_credit_account_advanced_try_waiting_orders(event: events.CreditAccountAdvanced) -> None:
    """Credit was granted, raised or is free again: orders that wait for it go on."""
    if event.state == AccountState.ACTIVE:
        account = CreditAccount.objects.get(pk=event.account_id)
        services.try_waiting_orders(actor=SYSTEM, buyer_id=event.buyer_id, currency=account.currency, at=clock.now())


@on(events.CreditAccountAdvanced)
def on_credit_account_advanced_mail(event: events.CreditAccountAdvanced) -> None:
    """The lender reads of a request, the buyer of everything else."""
    account = CreditAccount.objects.select_related("buyer", "lender").get(pk=event.account_id)
    if event.action in {"request", "withdraw"}:
        if account.lender.can_sell:
            _mail(event.event_id, [event.lender_id], SELLERS, "requested", _url("receivables"), account=account)
    elif event.action in {"approve", "decline", "limit", "hold", "lift", "suspend", "resume", "close"}:
        words = {"account": account, "action": event.action}
        _mail(event.event_id, [event.buyer_id], BUYERS, "account", _url("credit"), **words)


@on(events.InvoiceIssued)
def on_invoice_issued_mail_buyer(event: events.InvoiceIssued) -> None:
    """The invoice, with its link."""
    _mail_invoice(event, "issued")


@on(events.InvoiceAdvanced)
def on_invoice_advanced_send_reminder(event: events.InvoiceAdvanced) -> None:
    """Reminders in three levels."""
    if event.level:
        _mail_invoice(event, f"reminder_{event.level}")


@on(events.InvoicingBlocked)
def on_invoicing_blocked_mail_both(event: events.InvoicingBlocked) -> None:
    """Papers differ: either side can put it right."""
    url = _url("order-detail", event.order_number)
    words = {"number": event.order_number}
    _mail(event.event_id, [event.buyer_id], BUYERS, "blocked", url, **words)
    _mail(event.event_id, [event.vendor_id], SELLERS, "blocked", url, **words)


def _mail_invoice(event: events.InvoiceEvent, name: str) -> None:
    invoice = Invoice.objects.select_related("seller", "buyer", "order").get(pk=event.invoice_id)
    _mail(event.event_id, [event.buyer_id], BUYERS, name, _url("invoice", invoice.number), invoice=invoice)


def _url(name: str, *args: str) -> str:
    return settings.PUBLIC_URL + reverse(name, args=args)


def _mail(event_id: int, companies: Iterable[UUID], roles: tuple[str, ...], name: str, url: str, **more: Any) -> None:
    """Queue ``credit/mail/<name>.txt`` to the people with ``roles`` in ``companies``."""
    people = Membership.objects.filter(
        state=MembershipState.ACTIVE, roles__overlap=list(roles), organization_id__in=list(companies)
    )
    for membership in people.select_related("user").order_by("id"):
        context = {"name": membership.user.name, "url": url, **more}
        queue_mail(to=membership.user.email, template=f"credit/mail/{name}.txt", context=context, event_id=event_id)
