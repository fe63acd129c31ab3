"""Money in sum: the vendor's payouts."""

from typing import Any

from escrow import queries
from escrow.gateways import recipients
from marketplace.web.request import MarketRequest
from marketplace.web.views import Screen


class PayoutList(Screen):
    """What the vendor has coming: by currency, by order, by payout."""

    capability = "payout.view"
    template_name = "escrow/payouts.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """Balances, the newest payouts and the newest released orders."""
        vendor_id = self.actor.organization_id
        return {
            "account": recipients.find(vendor_id) if vendor_id else None,
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
