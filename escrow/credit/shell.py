"""What credit adds to the frame: navigation, and what waits for somebody."""

from typing import Any

from django.urls import reverse

from escrow.credit import queries
from marketplace.lib import clock
from marketplace.lib.actor import Actor
from marketplace.lib.money import Money
from marketplace.web.shell import NavItem, Need, Panel, nav, panel


def _due(actor: Actor) -> dict[str, Any]:
    """Invoices to be paid within a week, and those that should have been."""
    today = clock.now().date()
    soon = [invoice for invoice in queries.owed_by(actor) if (invoice.due_date - today).days <= 7]
    return {
        "needs": [
            Need(
                chip="overdue" if invoice.due_date < today else f"by {invoice.due_date:%-d %b}",
                tone="bad" if invoice.due_date < today else "warn",
                subject=invoice.number,
                text=f"{Money(invoice.payable_minor, invoice.currency)} to {invoice.seller.name}",
                url=reverse("invoice", args=[invoice.number]),
                action="Pay",
            )
            for invoice in soon[:6]
        ]
    }


def _asked(actor: Actor) -> dict[str, Any]:
    """Requests for credit that this lender decides, and shipments that cannot be invoiced."""
    requests = [row.account for row in queries.lent_on(actor) if row.account.state in {"REQUESTED", "REVIEW"}]
    needs = [
        Need(
            chip="Credit", tone="info", subject=account.number,
            text=f"{account.buyer.name} asks for {Money(account.requested_minor, account.currency)}",
            url=reverse("credit-account", args=[account.number]), action="Decide",
        )
        for account in requests[:6]
    ]  # fmt: skip
    blocked = [
        Need(
            chip="Blocked", tone="bad", subject=block.order.number, text="cannot be invoiced: papers differ",
            url=reverse("order-detail", args=[block.order.number]), action="Resolve",
        )
        for block in queries.open_blocks(actor)[:4]
    ]  # fmt: skip
    return {"needs": needs + blocked}


nav(
    NavItem(
        side="buy", label="Credit", url_name="credit", icon="credit-card", order=85, section="Finance",
        capability="statement.view",
    )
)  # fmt: skip
nav(
    NavItem(
        side="sell", label="Receivables", url_name="receivables", icon="file-invoice", order=85, section="Finance",
        capability="payout.view",
    )
)  # fmt: skip
nav(
    NavItem(
        side="operate", label="Credit", url_name="console-credit", icon="credit-card", order=45,
        capability="money.view",
    )
)  # fmt: skip
panel(Panel(side="buy", slot="needs", order=25, capability="statement.view", query=_due))
panel(Panel(side="sell", slot="needs", order=25, capability="payout.view", query=_asked))
panel(Panel(side="operate", slot="needs", order=25, capability="money.view", query=_asked))
