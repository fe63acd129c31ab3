"""The API of agreements: the same services as the screens. Every step answers with all agreements of the order."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from escrow.agreements import queries, services
from escrow.agreements.api import serializers
from escrow.agreements.changes import Changes
from escrow.agreements.spec import SpecItem
from marketplace.api.views import ServiceViewSet

_VIEW = "order.view"


class AgreementViewSet(ServiceViewSet):
    """Amendments, cancellation, extension and inspection of one order."""

    capabilities = {
        "retrieve": _VIEW, "amend": _VIEW, "accept_amendment": _VIEW, "decline_amendment": _VIEW,
        "withdraw_amendment": _VIEW, "cancel": _VIEW, "accept_cancellation": _VIEW, "decline_cancellation": _VIEW,
        "withdraw_cancellation": _VIEW, "extend": _VIEW, "inspect": _VIEW, "specify": _VIEW, "agree": _VIEW,
        "appoint": _VIEW, "waive": _VIEW, "rework": _VIEW,
    }  # fmt: skip

    def _shown(self, number: str, status: int = 200) -> Response:
        page = queries.agreements_page(self.actor, number, self.at)
        return Response(serializers.Agreements(page).data, status=status)

    def _call(self, number: str) -> dict[str, Any]:
        return {"actor": self.actor, "order_number": number, "key": self.key, "at": self.at}

    def _answer(self, service: Any, number: str, no: int) -> Response:
        shown = self.body(serializers.SeenHash)["hash"]
        service(no=no, shown_hash=shown, **self._call(number))
        return self._shown(number)

    @extend_schema(responses=serializers.Agreements)
    def retrieve(self, request: Request, number: str) -> Response:
        """Everything that is agreed around an order."""
        return self._shown(number)

    @extend_schema(request=serializers.AmendmentBody, responses={201: serializers.Agreements})
    def amend(self, request: Request, number: str) -> Response:
        """Propose a change."""
        body = self.body(serializers.AmendmentBody)
        changes = Changes(
            ship_due_at=body.get("ship_due_at"),
            ship_to=body.get("ship_to", {}),
            inspection_days=body.get("inspection_days"),
            reductions={int(line): amount for line, amount in body.get("reductions", {}).items()},
            milestones={int(no): moment for no, moment in body.get("milestones", {}).items()},
        )
        services.propose_amendment(changes=changes, note=body["note"], **self._call(number))
        return self._shown(number, 201)

    @extend_schema(request=serializers.SeenHash, responses=serializers.Agreements)
    def accept_amendment(self, request: Request, number: str, no: int) -> Response:
        """Accept the change that was shown."""
        return self._answer(services.accept_amendment, number, no)

    @extend_schema(request=serializers.SeenHash, responses=serializers.Agreements)
    def decline_amendment(self, request: Request, number: str, no: int) -> Response:
        """Decline it."""
        return self._answer(services.decline_amendment, number, no)

    @extend_schema(request=serializers.SeenHash, responses=serializers.Agreements)
    def withdraw_amendment(self, request: Request, number: str, no: int) -> Response:
        """Take one's own back."""
        return self._answer(services.withdraw_amendment, number, no)

    @extend_schema(request=serializers.CancellationBody, responses={201: serializers.Agreements})
    def cancel(self, request: Request, number: str) -> Response:
        """Propose to end the order for a fee, or end it by a right of one's own."""
        body = self.body(serializers.CancellationBody)
        if "fee_minor" in body:
            services.propose_cancellation(**body, **self._call(number))
        else:
            services.cancel_order(**body, **self._call(number))
        return self._shown(number, 201)

    @extend_schema(request=serializers.SeenHash, responses=serializers.Agreements)
    def accept_cancellation(self, request: Request, number: str, no: int) -> Response:
        """Agree to end the order."""
        return self._answer(services.accept_cancellation, number, no)

    @extend_schema(request=serializers.SeenHash, responses=serializers.Agreements)
    def decline_cancellation(self, request: Request, number: str, no: int) -> Response:
        """Go on with it."""
        return self._answer(services.decline_cancellation, number, no)

    @extend_schema(request=serializers.SeenHash, responses=serializers.Agreements)
    def withdraw_cancellation(self, request: Request, number: str, no: int) -> Response:
        """Take one's own proposal back."""
        return self._answer(services.withdraw_cancellation, number, no)

    @extend_schema(request=serializers.ExtensionBody, responses={201: serializers.Agreements})
    def extend(self, request: Request, number: str) -> Response:
        """Fifteen more days to inspect a unit."""
        unit = self.body(serializers.ExtensionBody)["unit"]
        services.extend_inspection(unit_no=unit, **self._call(number))
        return self._shown(number, 201)

    @extend_schema(request=None, responses={201: serializers.Agreements})
    def inspect(self, request: Request, number: str) -> Response:
        """Ask for an inspection before dispatch."""
        services.open_inspection(**self._call(number))
        return self._shown(number, 201)

    @extend_schema(request=serializers.SpecBody, responses=serializers.Agreements)
    def specify(self, request: Request, number: str) -> Response:
        """Change what is measured, and agree to it."""
        items = [SpecItem(**item) for item in self.body(serializers.SpecBody)["items"]]
        services.edit_spec(items=items, **self._call(number))
        return self._shown(number)

    @extend_schema(request=serializers.SeenHash, responses=serializers.Agreements)
    def agree(self, request: Request, number: str) -> Response:
        """Agree to the specification that was shown."""
        services.agree_spec(shown_hash=self.body(serializers.SeenHash)["hash"], **self._call(number))
        return self._shown(number)

    @extend_schema(request=serializers.AppointmentBody, responses=serializers.Agreements)
    def appoint(self, request: Request, number: str) -> Response:
        """Appoint the inspector, who gets a link by mail."""
        services.appoint_inspector(**self.body(serializers.AppointmentBody), **self._call(number))
        return self._shown(number)

    @extend_schema(request=serializers.NoteBody, responses=serializers.Agreements)
    def waive(self, request: Request, number: str) -> Response:
        """Do without the inspection."""
        services.waive_inspection(reason=self.body(serializers.NoteBody)["note"], **self._call(number))
        return self._shown(number)

    @extend_schema(request=serializers.NoteBody, responses=serializers.Agreements)
    def rework(self, request: Request, number: str) -> Response:
        """Report that what failed is put right."""
        services.report_rework(**self.body(serializers.NoteBody), **self._call(number))
        return self._shown(number)
