"""The API of credit and invoices: the same services as the screens."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from escrow.credit import queries, services
from escrow.credit.api import serializers
from escrow.credit.services import CreditTerms
from marketplace.api.views import ServiceViewSet


class CreditAccountViewSet(ServiceViewSet):
    """Credit accounts of both sides."""

    capabilities = {
        "list": "order.view",
        "create": "order.pay",
        "retrieve": "order.view",
        "decide": "order.view",
        "limit": "order.view",
        "step": "order.view",
    }

    @extend_schema(responses=serializers.CreditAccount(many=True))
    def list(self, request: Request) -> Response:
        """Newest first."""
        accounts = queries.accounts_visible_to(self.actor)
        return self.page(accounts, serializers.CreditAccount, ordering=("-requested_at", "-id"))

    @extend_schema(request=serializers.CreditRequestBody, responses={201: serializers.CreditAccount})
    def create(self, request: Request) -> Response:
        """Ask for credit."""
        body = self.body(serializers.CreditRequestBody)
        account = services.request_credit(actor=self.actor, **body, key=self.key, at=self.at)
        return Response(serializers.CreditAccount(account).data, status=201)

    @extend_schema(responses=serializers.CreditAccountPage)
    def retrieve(self, request: Request, number: str) -> Response:
        """One account with its line."""
        return self._shown(number)

    @extend_schema(request=serializers.CreditDecisionBody, responses=serializers.CreditAccountPage)
    def decide(self, request: Request, number: str) -> Response:
        """Grant credit."""
        body = self.body(serializers.CreditDecisionBody)
        limit = body.pop("limit_minor")
        services.approve_credit(
            actor=self.actor, number=number, limit_minor=limit, terms=CreditTerms(**body), key=self.key, at=self.at
        )
        return self._shown(number)

    @extend_schema(request=serializers.CreditLimitBody, responses=serializers.CreditAccountPage)
    def limit(self, request: Request, number: str) -> Response:
        """Raise or lower the limit."""
        body = self.body(serializers.CreditLimitBody)
        services.change_limit(actor=self.actor, number=number, **body, key=self.key, at=self.at)
        return self._shown(number)

    @extend_schema(request=serializers.CreditStepBody, responses=serializers.CreditAccountPage)
    def step(self, request: Request, number: str) -> Response:
        """Review, decline, withdraw, hold, lift, suspend, resume or close."""
        body = self.body(serializers.CreditStepBody)
        services.take_account_step(actor=self.actor, number=number, **body, key=self.key, at=self.at)
        return self._shown(number)

    def _shown(self, number: str) -> Response:
        return Response(serializers.CreditAccountPage(queries.account_page(self.actor, number)).data)


class InvoiceViewSet(ServiceViewSet):
    """Invoices on net terms."""

    capabilities = {
        "list": "order.view",
        "retrieve": "order.view",
        "pay": "order.pay",
        "credit": "order.view",
        "object": "order.view",
        "answer": "order.view",
        "write_off": "money.move",
    }

    @extend_schema(responses=serializers.Invoice(many=True))
    def list(self, request: Request) -> Response:
        """Newest first."""
        invoices = queries.invoices_visible_to(self.actor)
        return self.page(invoices, serializers.Invoice, ordering=("-issued_at", "-id"))

    @extend_schema(responses=serializers.InvoicePage)
    def retrieve(self, request: Request, number: str) -> Response:
        """One invoice with its lines."""
        return self._shown(number)

    @extend_schema(request=serializers.InvoicePaymentBody, responses={201: serializers.StartedInvoicePayment})
    def pay(self, request: Request, number: str) -> Response:
        """Pay it, or a part, at ``checkout_url`` or from the wallet."""
        body = self.body(serializers.InvoicePaymentBody)
        facts: dict[str, Any] = {"number": number, "amount_minor": body["amount_minor"]}
        if body["from_wallet"]:
            services.pay_invoice_from_wallet(actor=self.actor, **facts, key=self.key, at=self.at)
            return Response(serializers.StartedInvoicePayment({"checkout_url": ""}).data, status=201)
        operation = services.pay_invoice(actor=self.actor, **facts, key=self.key, at=self.at)
        return Response(serializers.StartedInvoicePayment({"checkout_url": operation.checkout_url}).data, status=201)

    @extend_schema(request=serializers.CreditNoteBody, responses={201: serializers.CreditNote})
    def credit(self, request: Request, number: str) -> Response:
        """Issue a credit note."""
        body = self.body(serializers.CreditNoteBody)
        note = services.issue_credit_note(actor=self.actor, number=number, **body, key=self.key, at=self.at)
        return Response(serializers.CreditNote(note).data, status=201)

    @extend_schema(request=serializers.ObjectionBody, responses={201: serializers.Objection})
    def object(self, request: Request, number: str) -> Response:
        """Dispute a line."""
        body = self.body(serializers.ObjectionBody)
        made = services.object_to_line(actor=self.actor, number=number, **body, key=self.key, at=self.at)
        return Response(serializers.Objection(made).data, status=201)

    @extend_schema(request=serializers.ObjectionAnswerBody, responses=serializers.Objection)
    def answer(self, request: Request, number: str, objection_id: UUID) -> Response:
        """Answer a disputed line."""
        body = self.body(serializers.ObjectionAnswerBody)
        made = services.answer_objection(
            actor=self.actor, number=number, objection_id=objection_id, **body, key=self.key, at=self.at
        )
        return Response(serializers.Objection(made).data)

    @extend_schema(request=serializers.InvoiceWriteOffBody, responses={201: serializers.InvoiceWriteOff})
    def write_off(self, request: Request, number: str) -> Response:
        """Propose or approve a write-off."""
        body = self.body(serializers.InvoiceWriteOffBody)
        made = services.write_off(actor=self.actor, number=number, **body, key=self.key, at=self.at)
        return Response(serializers.InvoiceWriteOff(made).data, status=201)

    def _shown(self, number: str) -> Response:
        return Response(serializers.InvoicePage(queries.invoice_page(self.actor, number, self.at)).data)


class PurchaseOrderViewSet(ServiceViewSet):
    """The buyer's papers for its orders."""

    capabilities = {"create": "order.view"}

    @extend_schema(request=serializers.PurchaseOrderBody, responses={201: serializers.PurchaseOrder})
    def create(self, request: Request, number: str) -> Response:
        """Put a purchase order on file."""
        body = self.body(serializers.PurchaseOrderBody)
        counts = {int(position): quantity for position, quantity in body.pop("quantities").items()}
        made = services.add_purchase_order(
            actor=self.actor, number=number, quantities=counts, **body, key=self.key, at=self.at
        )
        return Response(serializers.PurchaseOrder(made).data, status=201)
