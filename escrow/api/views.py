"""The API of orders and their money: the same services as the screens."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from escrow import queries, services
from escrow.api import serializers
from marketplace.api.views import ServiceViewSet
from marketplace.lib.errors import Invalid

ORDER_PAGE = PolymorphicProxySerializer(
    component_name="OrderPageOfOneSide",
    serializers=[serializers.OrderForBuyer, serializers.OrderForVendor],
    resource_type_field_name=None,
)


def _shown(page: queries.OrderForBuyer | queries.OrderForVendor) -> Any:
    if isinstance(page, queries.OrderForBuyer):
        return serializers.OrderForBuyer(page).data
    return serializers.OrderForVendor(page).data


def _by_line(body: dict[str, Any]) -> dict[str, Any]:
    """Quantities by the position of the order's line. Raises Invalid for a position that is no number."""
    found = {name: value for name, value in body.items() if name != "quantities"}
    quantities = body.get("quantities")
    if quantities:
        if not all(position.isdecimal() for position in quantities):
            raise Invalid.field("quantities", "Name the order's lines by their position: 1, 2, 3.")
        found["quantities"] = {int(position): quantity for position, quantity in quantities.items()}
    return found


class OrderViewSet(ServiceViewSet):
    """Orders and their steps."""

    capabilities = {
        "list": "order.view",
        "retrieve": "order.view",
        "pay": "order.pay",
        "ship": "order.ship",
        "deliver": "order.view",
        "accept": "order.accept",
        "ready": "order.ship",
        "submit": "order.ship",
        "send_back": "order.accept",
        "pay_from_wallet": "order.pay",
        "refund": "order.view",
    }

    @extend_schema(
        parameters=[
            OpenApiParameter("show", str, enum=["waiting", "open", "done", "all"]),
            OpenApiParameter("state", str),
            OpenApiParameter("q", str),
        ],
        responses=serializers.OrderSummary(many=True),
    )
    def list(self, request: Request) -> Response:
        """The caller's orders, newest first; filtered by ``show`` (default all), ``state`` and a text ``q``."""
        asked = request.query_params
        orders = queries.orders_for(
            self.actor, show=asked.get("show", "all"), text=asked.get("q", ""), state=asked.get("state", "")
        )
        return self.page(orders, serializers.OrderSummary, ordering=("-opened_at", "-id"))

    @extend_schema(responses=ORDER_PAGE)
    def retrieve(self, request: Request, number: str) -> Response:
        """One order with its money, in the shape of the caller's side."""
        return Response(_shown(queries.order_page(self.actor, number)))

    @extend_schema(request=serializers.PaymentBody, responses={201: serializers.StartedPayment})
    def pay(self, request: Request, number: str) -> Response:
        """Start the payment; the buyer completes it at ``checkout_url`` (empty while the provider is silent)."""
        body = self.body(serializers.PaymentBody)
        operation = services.start_payment(actor=self.actor, number=number, key=self.key, at=self.at, **body)
        shown = {"checkout_url": operation.checkout_url, "operation": operation}
        return Response(serializers.StartedPayment(shown).data, status=201)

    @extend_schema(request=serializers.ShipmentBody, responses={201: serializers.Shipment})
    def ship(self, request: Request, number: str) -> Response:
        """Report that the goods left."""
        body = self.body(serializers.ShipmentBody)
        shipment = services.ship_order(actor=self.actor, number=number, key=self.key, at=self.at, **_by_line(body))
        return Response(serializers.Shipment(shipment).data, status=201)

    @extend_schema(request=serializers.DeliveryBody, responses=ORDER_PAGE)
    def deliver(self, request: Request, number: str) -> Response:
        """Report that the goods arrived."""
        body = self.body(serializers.DeliveryBody)
        services.report_delivery(actor=self.actor, number=number, key=self.key, at=self.at, **body)
        return Response(_shown(queries.order_page(self.actor, number)))

    @extend_schema(request=serializers.AcceptanceBody, responses={201: ORDER_PAGE})
    def accept(self, request: Request, number: str) -> Response:
        """Accept goods or a milestone, whole or in part, and release the money held for it."""
        body = self.body(serializers.AcceptanceBody)
        services.accept_order(actor=self.actor, number=number, key=self.key, at=self.at, **_by_line(body))
        return Response(_shown(queries.order_page(self.actor, number)), status=201)

    @extend_schema(request=None, responses={201: ORDER_PAGE})
    def ready(self, request: Request, number: str) -> Response:
        """The goods are ready to leave: what is paid before shipment is due."""
        services.report_ready(actor=self.actor, number=number, key=self.key, at=self.at)
        return Response(_shown(queries.order_page(self.actor, number)), status=201)

    @extend_schema(request=serializers.MilestoneBody, responses={201: ORDER_PAGE})
    def submit(self, request: Request, number: str, unit_no: int) -> Response:
        """Report a milestone as done."""
        body = self.body(serializers.MilestoneBody)
        services.submit_milestone(actor=self.actor, number=number, unit_no=unit_no, key=self.key, at=self.at, **body)
        return Response(_shown(queries.order_page(self.actor, number)), status=201)

    @extend_schema(request=serializers.RefundBody, responses={201: ORDER_PAGE})
    def send_back(self, request: Request, number: str, unit_no: int) -> Response:
        """Send a milestone back to be finished."""
        body = self.body(serializers.RefundBody)
        services.send_back_milestone(actor=self.actor, number=number, unit_no=unit_no, key=self.key, at=self.at, **body)
        return Response(_shown(queries.order_page(self.actor, number)), status=201)

    @extend_schema(request=serializers.PaymentBody, responses={201: ORDER_PAGE})
    def pay_from_wallet(self, request: Request, number: str) -> Response:
        """Pay the next payment of the order from the buyer's wallet, in full."""
        body = self.body(serializers.PaymentBody)
        services.pay_from_wallet(actor=self.actor, number=number, key=self.key, at=self.at, **body)
        return Response(_shown(queries.order_page(self.actor, number)), status=201)

    @extend_schema(request=serializers.RefundBody, responses={201: serializers.Refund})
    def refund(self, request: Request, number: str) -> Response:
        """Send the whole amount back before shipment."""
        body = self.body(serializers.RefundBody)
        refund = services.request_refund(actor=self.actor, number=number, key=self.key, at=self.at, **body)
        return Response(serializers.Refund(refund).data, status=201)


class OperationViewSet(ServiceViewSet):
    """Operations at the payment provider."""

    capabilities = {"retrieve": "order.view"}

    @extend_schema(responses=serializers.Operation)
    def retrieve(self, request: Request, operation_id: UUID) -> Response:
        """How a payment or refund stands."""
        return Response(serializers.Operation(queries.get_operation(self.actor, operation_id)).data)


class PayoutViewSet(ServiceViewSet):
    """The vendor's payouts."""

    capabilities = {"list": "payout.view"}

    @extend_schema(responses=serializers.Payout(many=True))
    def list(self, request: Request) -> Response:
        """Newest first."""
        return self.page(queries.payouts_visible_to(self.actor), serializers.Payout, ordering=("-created_at", "-id"))


class PayoutBatchViewSet(ServiceViewSet):
    """The operator's payout runs."""

    capabilities = {"list": "money.view", "create": "money.move", "retrieve": "money.view"}

    @extend_schema(responses=serializers.PayoutBatch(many=True))
    def list(self, request: Request) -> Response:
        """Newest first."""
        return self.page(queries.payout_batches(), serializers.PayoutBatch, ordering=("-created_at", "-id"))

    @extend_schema(request=None, responses={201: serializers.PayoutBatch})
    def create(self, request: Request) -> Response:
        """Pay out everything that is released."""
        batch = services.run_payout_batch(actor=self.actor, key=self.key, at=self.at)
        return Response(serializers.PayoutBatch(queries.get_batch(batch.number)).data, status=201)

    @extend_schema(responses=serializers.PayoutBatch)
    def retrieve(self, request: Request, number: str) -> Response:
        """How far a run is."""
        return Response(serializers.PayoutBatch(queries.get_batch(number)).data)
