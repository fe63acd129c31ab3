"""The API of chargebacks: the same services as the screens."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from escrow.chargebacks import queries, services
from escrow.chargebacks.api import serializers
from escrow.chargebacks.states import Liability
from marketplace.api.views import ServiceViewSet


class ChargebackViewSet(ServiceViewSet):
    """Payments that a buyer's bank took back."""

    capabilities = {
        "list": "order.view", "retrieve": "order.view", "answer": "money.move", "tell": "order.ship",
        "decide_liability": "money.move", "give_up": "money.move",
    }  # fmt: skip

    @extend_schema(responses=serializers.Chargeback(many=True))
    def list(self, request: Request) -> Response:
        """The caller's chargebacks, newest first."""
        return self.page(queries.chargebacks(self.actor), serializers.Chargeback, ordering=("-opened_at", "-id"))

    @extend_schema(responses=serializers.Chargeback)
    def retrieve(self, request: Request, ref: str) -> Response:
        """One chargeback."""
        return Response(serializers.Chargeback(queries.get_chargeback(self.actor, ref)).data)

    @extend_schema(request=None, responses={201: serializers.Chargeback})
    def answer(self, request: Request, ref: str) -> Response:
        """Send the evidence that the order holds; the network takes it once."""
        sent = services.submit_evidence(actor=self.actor, ref=ref, key=self.key, at=self.at)
        return Response(serializers.Chargeback(sent).data, status=201)

    @extend_schema(request=serializers.ChargebackStatementBody, responses={201: serializers.ChargebackStatement})
    def tell(self, request: Request, ref: str) -> Response:
        """Add the vendor's side to the evidence."""
        body = self.body(serializers.ChargebackStatementBody)
        made = services.add_statement(actor=self.actor, ref=ref, text=body["text"], key=self.key, at=self.at)
        return Response(serializers.ChargebackStatement(made).data, status=201)

    @extend_schema(request=serializers.ChargebackLiabilityBody, responses={201: serializers.Chargeback})
    def decide_liability(self, request: Request, ref: str) -> Response:
        """Say who bears what held money does not cover."""
        body = self.body(serializers.ChargebackLiabilityBody)
        liability = Liability(body["liability"])
        made = services.set_liability(
            actor=self.actor, ref=ref, liability=liability, why=body["why"], key=self.key, at=self.at
        )
        return Response(serializers.Chargeback(made).data, status=201)

    @extend_schema(request=serializers.ChargebackWriteOffBody, responses={201: serializers.Chargeback})
    def give_up(self, request: Request, ref: str) -> Response:
        """Book it as lost."""
        body = self.body(serializers.ChargebackWriteOffBody)
        made = services.write_off(actor=self.actor, ref=ref, why=body["why"], key=self.key, at=self.at)
        return Response(serializers.Chargeback(made).data, status=201)
