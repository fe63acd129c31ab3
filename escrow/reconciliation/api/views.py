"""The API of reconciliation: the same services as the operator's screens."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from escrow.reconciliation import queries, services
from escrow.reconciliation.api import serializers
from marketplace.api.views import ServiceViewSet


class ReconciliationViewSet(ServiceViewSet):
    """Runs and what they leave open."""

    capabilities = {"list": "money.view", "create": "money.move", "items": "money.view", "resolve": "money.move"}

    @extend_schema(responses=serializers.ReconciliationRun(many=True))
    def list(self, request: Request) -> Response:
        """All runs, newest first."""
        return self.page(queries.runs(self.actor), serializers.ReconciliationRun, ordering=("-started_at", "-id"))

    @extend_schema(request=serializers.ReconciliationRunBody, responses={201: serializers.ReconciliationRun})
    def create(self, request: Request) -> Response:
        """Compare now, since the last run or from the beginning."""
        body = self.body(serializers.ReconciliationRunBody)
        run = services.reconcile(actor=self.actor, key=self.key, at=self.at, **body)
        return Response(serializers.ReconciliationRun(run).data, status=201)

    @extend_schema(responses=serializers.ReconciliationItem(many=True))
    def items(self, request: Request) -> Response:
        """Lines that wait for a person, the oldest first."""
        return self.page(
            queries.items(self.actor).unresolved(), serializers.ReconciliationItem, ordering=("occurred_at", "id")
        )

    @extend_schema(request=serializers.ResolutionBody, responses={201: serializers.ReconciliationItem})
    def resolve(self, request: Request, item_id: UUID) -> Response:
        """Close a line with a reason; it moves no money."""
        body = self.body(serializers.ResolutionBody)
        item = services.resolve_item(actor=self.actor, item_id=item_id, key=self.key, at=self.at, **body)
        return Response(serializers.ReconciliationItem(item).data, status=201)


class ReceiptViewSet(ServiceViewSet):
    """Transfers to our bank account."""

    capabilities = {
        "list": "money.view", "create": "money.move", "assign": "money.move", "send_back": "money.move",
    }  # fmt: skip

    @extend_schema(responses=serializers.BankReceipt(many=True))
    def list(self, request: Request) -> Response:
        """All receipts, newest first."""
        return self.page(queries.receipts(self.actor), serializers.BankReceipt, ordering=("-recorded_at", "-id"))

    @extend_schema(request=serializers.BankReceiptBody, responses={201: serializers.BankReceipt})
    def create(self, request: Request) -> Response:
        """Record money that arrived; the reference leads it to its order."""
        body = self.body(serializers.BankReceiptBody)
        receipt = services.record_bank_receipt(actor=self.actor, key=self.key, at=self.at, **body)
        return Response(serializers.BankReceipt(receipt).data, status=201)

    @extend_schema(request=serializers.BankReceiptAssignmentBody, responses={201: serializers.BankReceipt})
    def assign(self, request: Request, receipt_id: UUID) -> Response:
        """Say whose an unmatched receipt is."""
        body = self.body(serializers.BankReceiptAssignmentBody)
        receipt = services.assign_receipt(actor=self.actor, receipt_id=receipt_id, key=self.key, at=self.at, **body)
        return Response(serializers.BankReceipt(receipt).data, status=201)

    @extend_schema(request=serializers.ResolutionBody, responses={201: serializers.BankReceipt})
    def send_back(self, request: Request, receipt_id: UUID) -> Response:
        """Note that an unmatched receipt was sent back."""
        body = self.body(serializers.ResolutionBody)
        receipt = services.return_receipt(actor=self.actor, receipt_id=receipt_id, key=self.key, at=self.at, **body)
        return Response(serializers.BankReceipt(receipt).data, status=201)
