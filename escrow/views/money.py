"""Money in sum: the vendor's payouts."""

import csv
from typing import Any

from django.http import HttpRequest, HttpResponse

from escrow import queries
from escrow.gateways import recipients
from marketplace.ledger import queries as ledger
from marketplace.lib.money import Money
from marketplace.web.request import MarketRequest
from marketplace.web.views import Screen

EXPORT_COLUMNS = ("order", "released", "currency", "gross", "commission", "tax on it", "kept back", "net", "payout")


class PayoutList(Screen):
    """What the vendor has coming: by currency, by order, by payout."""

    capability = "payout.view"
    template_name = "escrow/payouts.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """Balances, the newest payouts and the newest released orders."""
        vendor_id = self.actor.organization_id
        if vendor_id is None:
            return {}
        terms = ledger.settlement_terms(vendor_id)
        return {
            "account": recipients.find(vendor_id),
            "balances": queries.vendor_money_dated(vendor_id, self.at),
            "payouts": queries.payouts_visible_to(self.actor)[:50],
            "waiting": queries.released_orders(vendor_id, unpaid=True),
            "terms": terms,
            "terms_words": queries.terms_words(terms),
            "proposal": ledger.find_proposal(vendor_id),
            "rules": [(rule.name, ledger.rule_words(rule)) for rule in ledger.rules_in_force(vendor_id, self.at)],
            "standard": ledger.standard_rule().words(0, "EUR"),
        }


class PayoutDetail(Screen):
    """One payout and the orders it pays."""

    capability = "payout.view"
    template_name = "escrow/payout.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The payout and its orders."""
        payout = queries.get_payout(self.actor, kwargs["number"])
        orders = queries.released_orders(payout.vendor_id, payout_id=payout.id)
        operation = payout.operation
        return {
            "payout": payout,
            "reference": payout.bank_reference or (operation.gateway_ref if operation else ""),
            "trouble": payout.failure or (operation.error if operation else ""),
            "orders": orders,
            "difference": payout.amount_minor - sum(row.settled_minor for row in orders) if orders else 0,
        }


class PayoutExport(Screen):
    """The vendor's released orders with what was taken from each, as a table for its bookkeeping."""

    capability = "payout.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """All of them as CSV, the newest first."""
        vendor_id = self.actor.organization_id
        rows = queries.released_orders(vendor_id, limit=10_000) if vendor_id else []
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="releases.csv"'
        table = csv.writer(response)
        table.writerow(EXPORT_COLUMNS)
        for row in rows:
            amounts = (row.gross_minor, row.commission_minor, row.tax_minor, row.kept_minor, row.net_minor)
            told = [Money(amount, row.currency).decimal for amount in amounts]
            table.writerow([row.number, f"{row.released_at:%Y-%m-%d}", row.currency, *told, row.payout_number])
        return response
