"""Money in sum: the vendor's payouts, both sides' statements."""

import csv
from typing import Any

from django.http import HttpRequest, HttpResponse

from escrow import journey, queries
from marketplace.ledger import queries as ledger
from marketplace.lib.errors import Invalid
from marketplace.lib.money import Money
from marketplace.web.request import MarketRequest
from marketplace.web.views import Door, Screen

STATEMENT_LINES = 200
EXPORT_LINES = 10_000


class PayoutList(Screen):
    """What the vendor has coming: by currency, by order, by payout."""

    capability = "payout.view"
    template_name = "escrow/payouts.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """Balances, the newest payouts and the newest released orders."""
        vendor_id = self.actor.organization_id
        return {
            "balances": queries.vendor_money(vendor_id) if vendor_id else [],
            "payouts": queries.payouts_visible_to(self.actor)[:50],
            "orders": queries.released_orders(vendor_id) if vendor_id else [],
        }


class PayoutDetail(Screen):
    """One payout and the orders it pays."""

    capability = "payout.view"
    template_name = "escrow/payout.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The payout and its orders."""
        payout = queries.get_payout(self.actor, kwargs["number"])
        return {"payout": payout, "orders": queries.released_orders(payout.vendor_id, payout_id=payout.id)}


class Statement(Screen):
    """Every movement on the organisation's own accounts, with its cause and the balance after it."""

    capability = "statement.view"
    template_name = "escrow/statement.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The newest lines."""
        organization_id = self.actor.organization_id
        lines = ledger.statement(organization_id, limit=STATEMENT_LINES) if organization_id else []
        told = [
            (line, journey.movement_words(line.entry_kind), journey.account_words(line.account_kind)) for line in lines
        ]
        return {"lines": told}


class StatementExport(Door):
    """The statement as CSV, amounts in major units with a point."""

    capability = "statement.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One line per movement, newest first."""
        if self.actor.organization_id is None:
            raise Invalid("A statement belongs to an organisation. Switch to one first.")
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="statement.csv"'
        writer = csv.writer(response)
        writer.writerow(["at", "account", "movement", "order", "currency", "amount", "balance", "key"])
        for line in ledger.statement(self.actor.organization_id, limit=EXPORT_LINES):
            amount, balance = (Money(minor, line.currency).decimal for minor in (line.amount_minor, line.balance_minor))
            facts = [line.at.isoformat(), line.account_kind, line.entry_kind, line.order_number, line.currency]
            writer.writerow([*facts, amount, balance, line.key])
        return response
