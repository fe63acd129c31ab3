"""The API of payouts: the same services as the screens."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from escrow import queries
from escrow.payouts.api import serializers
from marketplace.api.views import ServiceViewSet
from marketplace.ledger import queries as ledger
from marketplace.ledger import services
from marketplace.ledger.services import NewRule


class VendorBalanceViewSet(ServiceViewSet):
    """The vendor's own money."""

    capabilities = {"list": "payout.view"}

    @extend_schema(responses=serializers.VendorBalance(many=True))
    def list(self, request: Request) -> Response:
        """By currency, the largest first."""
        vendor_id = self.actor.organization_id
        rows = queries.vendor_money_dated(vendor_id, self.at) if vendor_id else []
        return Response(serializers.VendorBalance(rows, many=True).data)


class CommissionRuleViewSet(ServiceViewSet):
    """The operator's commission rules."""

    capabilities = {"list": "money.view", "create": "money.move", "end": "money.move"}

    @extend_schema(responses=serializers.CommissionRule(many=True))
    def list(self, request: Request) -> Response:
        """Newest first."""
        return self.page(ledger.commission_rules(), serializers.CommissionRule, ordering=("-valid_from", "-id"))

    @extend_schema(request=serializers.CommissionRuleBody, responses={201: serializers.CommissionRule})
    def create(self, request: Request) -> Response:
        """Add a rule for orders that open from now on."""
        body = self.body(serializers.CommissionRuleBody)
        body["tiers"] = tuple((start, bp) for start, bp in body.get("tiers", []))
        rule = services.add_commission_rule(actor=self.actor, rule=NewRule(**body), key=self.key, at=self.at)
        return Response(serializers.CommissionRule(rule).data, status=201)

    @extend_schema(request=None, responses=serializers.CommissionRule)
    def end(self, request: Request, rule_id: UUID) -> Response:
        """End a rule."""
        rule = services.end_commission_rule(actor=self.actor, rule_id=rule_id, at=self.at)
        return Response(serializers.CommissionRule(rule).data)


class ExchangeRateViewSet(ServiceViewSet):
    """The rates at which orders are settled."""

    capabilities = {"list": "money.view", "create": "money.move"}

    @extend_schema(responses=serializers.ExchangeRate(many=True))
    def list(self, request: Request) -> Response:
        """Newest first."""
        return self.page(ledger.exchange_rates(), serializers.ExchangeRate, ordering=("-at", "-id"))

    @extend_schema(request=serializers.ExchangeRateBody, responses={201: serializers.ExchangeRate})
    def create(self, request: Request) -> Response:
        """Enter a rate."""
        body = self.body(serializers.ExchangeRateBody)
        rate = services.enter_exchange_rate(actor=self.actor, **body, key=self.key, at=self.at)
        return Response(serializers.ExchangeRate(rate).data, status=201)
