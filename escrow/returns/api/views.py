"""The API of returns: the same services as the screens."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from escrow.returns import queries, services
from escrow.returns.api import serializers
from escrow.returns.machinery.offers import Offer
from escrow.returns.services.goods import LineVerdict, Receipt
from escrow.returns.services.requests import NewLine, Wanted
from marketplace.api.views import ServiceViewSet

_VIEW = "order.view"


class ReturnViewSet(ServiceViewSet):
    """Returns and their steps. Every step answers with the return as it then stands."""

    capabilities = {
        "list": _VIEW, "retrieve": _VIEW, "create": "order.accept", "accept": _VIEW, "counter": _VIEW,
        "refuse": _VIEW, "withdraw": _VIEW, "escalate": _VIEW, "ship": _VIEW, "receive": _VIEW, "shortage": _VIEW,
        "judge": _VIEW, "settle": _VIEW, "send_remedy": _VIEW, "confirm": _VIEW, "decide": "money.view",
    }  # fmt: skip

    def _shown(self, number: str, status: int = 200) -> Response:
        page = queries.return_page(self.actor, number)
        return Response(serializers.FullReturn(page).data, status=status)

    @property
    def _call(self) -> dict[str, Any]:
        return {"actor": self.actor, "key": self.key, "at": self.at}

    @extend_schema(
        parameters=[OpenApiParameter("show", str, enum=["waiting", "open", "done", "all"]), OpenApiParameter("q", str)],
        responses=serializers.ReturnSummary(many=True),
    )
    def list(self, request: Request) -> Response:
        """The caller's returns on either side, newest first; ``show`` (default all) and a text ``q``."""
        asked = request.query_params
        rows = queries.returns_for(self.actor, show=asked.get("show", "all"), text=asked.get("q", ""))
        return self.page(rows, serializers.ReturnSummary, ordering=("-requested_at", "-id"))

    @extend_schema(responses=serializers.FullReturn)
    def retrieve(self, request: Request, number: str) -> Response:
        """One return."""
        return self._shown(number)

    @extend_schema(request=serializers.RequestBody, responses={201: serializers.FullReturn})
    def create(self, request: Request, number: str) -> Response:
        """Ask to send goods of an order back."""
        body = self.body(serializers.RequestBody)
        row = services.request_return(
            order_number=number, reason=body["reason"], note=body["note"], unit_no=body.get("unit"),
            lines=[NewLine(**line) for line in body["lines"]], wanted=Wanted(body["remedy"], body["credit_bp"]),
            file_ids=body["file_ids"], **self._call,
        )  # fmt: skip
        return self._shown(row.number, 201)

    @extend_schema(request=serializers.AcceptBody, responses=serializers.FullReturn)
    def accept(self, request: Request, number: str) -> Response:
        """Accept the open proposal by its hash."""
        body = self.body(serializers.AcceptBody)
        services.accept_offer(number=number, offer_hash=body["hash"], **self._call)
        return self._shown(number)

    @extend_schema(request=serializers.ReturnOfferBody, responses=serializers.FullReturn)
    def counter(self, request: Request, number: str) -> Response:
        """Propose something else."""
        body = self.body(serializers.ReturnOfferBody)
        quantities = {position: str(count) for position, count in body.pop("quantities").items()}
        services.counter_offer(number=number, offer=Offer(quantities=quantities, **body), **self._call)
        return self._shown(number)

    @extend_schema(request=serializers.ReasonBody, responses=serializers.FullReturn)
    def refuse(self, request: Request, number: str) -> Response:
        """Refuse the return."""
        services.refuse_return(number=number, **self.body(serializers.ReasonBody), **self._call)
        return self._shown(number)

    @extend_schema(request=serializers.ReasonBody, responses=serializers.FullReturn)
    def withdraw(self, request: Request, number: str) -> Response:
        """End the return before goods are shipped."""
        services.withdraw_return(number=number, **self.body(serializers.ReasonBody), **self._call)
        return self._shown(number)

    @extend_schema(request=serializers.ReasonBody, responses=serializers.FullReturn)
    def escalate(self, request: Request, number: str) -> Response:
        """Ask Harborline to decide."""
        services.escalate_return(number=number, **self.body(serializers.ReasonBody), **self._call)
        return self._shown(number)

    @extend_schema(request=serializers.ShipBody, responses=serializers.FullReturn)
    def ship(self, request: Request, number: str) -> Response:
        """Report that the goods left the buyer."""
        services.ship_return(number=number, **self.body(serializers.ShipBody), **self._call)
        return self._shown(number)

    @extend_schema(request=serializers.ReceiptBody, responses=serializers.FullReturn)
    def receive(self, request: Request, number: str) -> Response:
        """Confirm what arrived at the supplier."""
        services.receive_return(number=number, receipts=self._receipts(), **self._call)
        return self._shown(number)

    @extend_schema(request=serializers.ReceiptBody, responses=serializers.FullReturn)
    def shortage(self, request: Request, number: str) -> Response:
        """Correct what arrived downwards."""
        services.declare_shortage(number=number, receipts=self._receipts(), **self._call)
        return self._shown(number)

    def _receipts(self) -> dict[int, Receipt]:
        lines = self.body(serializers.ReceiptBody)["lines"]
        return {line["position"]: Receipt(quantity=line["quantity"], condition=line["condition"]) for line in lines}

    @extend_schema(request=serializers.VerdictBody, responses=serializers.FullReturn)
    def judge(self, request: Request, number: str) -> Response:
        """Say what the inspection found."""
        lines = self.body(serializers.VerdictBody)["lines"]
        verdicts = {line.pop("position"): LineVerdict(**line) for line in lines}
        services.judge_return(number=number, verdicts=verdicts, **self._call)
        return self._shown(number)

    @extend_schema(request=None, responses=serializers.FullReturn)
    def settle(self, request: Request, number: str) -> Response:
        """Accept the verdict."""
        services.accept_verdict(number=number, **self._call)
        return self._shown(number)

    @extend_schema(request=serializers.TrackingBody, responses=serializers.FullReturn)
    def send_remedy(self, request: Request, number: str) -> Response:
        """Send the replacement or the repaired goods."""
        services.send_remedy(number=number, **self.body(serializers.TrackingBody), **self._call)
        return self._shown(number)

    @extend_schema(request=None, responses=serializers.FullReturn)
    def confirm(self, request: Request, number: str) -> Response:
        """Accept the replacement or the repaired goods."""
        services.confirm_remedy(number=number, **self._call)
        return self._shown(number)

    @extend_schema(request=serializers.ReturnDecisionBody, responses=serializers.FullReturn)
    def decide(self, request: Request, number: str) -> Response:
        """Decide an escalated return."""
        services.decide_return(number=number, **self.body(serializers.ReturnDecisionBody), **self._call)
        return self._shown(number)
