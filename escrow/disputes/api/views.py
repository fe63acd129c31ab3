"""The API of cases: the same services as the rooms."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from escrow.disputes import queries, services
from escrow.disputes.api import serializers
from escrow.disputes.services import ClaimedPart
from escrow.disputes.states import CaseState
from marketplace.api.views import ServiceViewSet
from marketplace.lib.errors import Invalid

_VIEW, _DECIDE = "order.view", "dispute.decide"


def _numbered(values: dict[str, int], field: str) -> dict[int, int]:
    """JSON's text keys as numbers of parts. Raises Invalid."""
    if not all(no.isascii() and no.isdigit() for no in values):
        raise Invalid.field(field, "Name the parts of the claim by their numbers.")
    return {int(no): value for no, value in values.items()}


class CaseViewSet(ServiceViewSet):
    """Cases for both sides."""

    capabilities = {
        "list": _VIEW, "retrieve": _VIEW, "create": "order.accept", "reply": _VIEW, "propose": _VIEW, "accept": _VIEW,
        "decline": _VIEW, "escalate": _VIEW, "withdraw": _VIEW, "evidence": _VIEW, "extend": _VIEW, "comment": _VIEW,
        "appeal": _VIEW, "goods": _VIEW,
    }  # fmt: skip

    def _page(self, number: str, status: int = 200) -> Response:
        page = queries.case_page(self.actor, number, self.at)
        return Response(serializers.CasePage(page).data, status=status)

    @extend_schema(
        parameters=[
            OpenApiParameter("show", str, enum=["waiting", "open", "closed", "all"]),
            OpenApiParameter("q", str),
        ],
        responses=serializers.CaseSummary(many=True),
    )
    def list(self, request: Request) -> Response:
        """The caller's cases, newest first."""
        asked = request.query_params
        cases = queries.cases_for(self.actor, show=asked.get("show", "all"), text=asked.get("q", ""))
        return self.page(cases, serializers.CaseSummary, ordering=("-opened_at", "-id"))

    @extend_schema(responses=serializers.CasePage)
    def retrieve(self, request: Request, number: str) -> Response:
        """One case with its money, clocks, proposals, evidence and decisions."""
        return self._page(number)

    @extend_schema(request=serializers.OpenBody, responses={201: serializers.CasePage})
    def create(self, request: Request, number: str) -> Response:
        """Claim that something is wrong with parts of an order; exactly their value is frozen."""
        body = self.body(serializers.OpenBody)
        parts = [ClaimedPart(**part) for part in body.pop("parts")]
        case = services.open_case(actor=self.actor, order_number=number, parts=parts, key=self.key, at=self.at, **body)
        return self._page(case.number, 201)

    @extend_schema(request=serializers.WordsBody, responses=serializers.CasePage)
    def reply(self, request: Request, number: str) -> Response:
        """The supplier answers."""
        body = self.body(serializers.WordsBody)
        services.reply_to_case(actor=self.actor, number=number, key=self.key, at=self.at, **body)
        return self._page(number)

    @extend_schema(request=serializers.ProposalBody, responses={201: serializers.Proposal})
    def propose(self, request: Request, number: str) -> Response:
        """Put a settlement on the table."""
        body: dict[str, Any] = self.body(serializers.ProposalBody)
        body["amounts"] = _numbered(body["amounts"], "amounts")
        made = services.propose_settlement(actor=self.actor, number=number, key=self.key, at=self.at, **body)
        return Response(serializers.Proposal(made).data, status=201)

    @extend_schema(request=serializers.HashBody, responses=serializers.CasePage)
    def accept(self, request: Request, number: str) -> Response:
        """Agree to exactly the version that was shown."""
        body = self.body(serializers.HashBody)
        services.accept_proposal(actor=self.actor, number=number, key=self.key, at=self.at, **body)
        return self._page(number)

    @extend_schema(request=serializers.HashBody, responses=serializers.CasePage)
    def decline(self, request: Request, number: str) -> Response:
        """Say no to the version that was shown."""
        body = self.body(serializers.HashBody)
        services.decline_proposal(actor=self.actor, number=number, key=self.key, at=self.at, **body)
        return self._page(number)

    @extend_schema(request=serializers.CaseNoteBody, responses=serializers.CasePage)
    def escalate(self, request: Request, number: str) -> Response:
        """Hand the case to Harborline."""
        body = self.body(serializers.CaseNoteBody)
        services.escalate_case(actor=self.actor, number=number, key=self.key, at=self.at, **body)
        return self._page(number)

    @extend_schema(request=serializers.CaseNoteBody, responses=serializers.CasePage)
    def withdraw(self, request: Request, number: str) -> Response:
        """Let the claim go."""
        body = self.body(serializers.CaseNoteBody)
        services.withdraw_case(actor=self.actor, number=number, key=self.key, at=self.at, **body)
        return self._page(number)

    @extend_schema(request=serializers.EvidenceBody, responses={201: serializers.Evidence})
    def evidence(self, request: Request, number: str) -> Response:
        """Add a file or a statement."""
        body = self.body(serializers.EvidenceBody)
        made = services.add_evidence(actor=self.actor, number=number, key=self.key, at=self.at, **body)
        return Response(serializers.Evidence(made).data, status=201)

    @extend_schema(request=None, responses=serializers.CasePage)
    def extend(self, request: Request, number: str) -> Response:
        """Five more days for evidence, once."""
        services.extend_evidence(actor=self.actor, number=number, key=self.key, at=self.at)
        return self._page(number)

    @extend_schema(request=serializers.WordsBody, responses=serializers.CasePage)
    def comment(self, request: Request, number: str) -> Response:
        """Comment on a proposed decision."""
        body = self.body(serializers.WordsBody)
        services.comment_on_decision(actor=self.actor, number=number, key=self.key, at=self.at, **body)
        return self._page(number)

    @extend_schema(request=serializers.AppealBody, responses=serializers.CasePage)
    def appeal(self, request: Request, number: str) -> Response:
        """Bring new grounds against a decision, once."""
        body = self.body(serializers.AppealBody)
        services.appeal_decision(actor=self.actor, number=number, key=self.key, at=self.at, **body)
        return self._page(number)

    @extend_schema(request=None, responses=serializers.CasePage)
    def goods(self, request: Request, number: str) -> Response:
        """The goods that were agreed on arrived."""
        services.confirm_goods(actor=self.actor, number=number, key=self.key, at=self.at)
        return self._page(number)


class OfficeViewSet(ServiceViewSet):
    """Cases for the officers."""

    capabilities = {
        "intake": _DECIDE, "inspect": _DECIDE, "report": _DECIDE, "preview": _DECIDE, "decide": _DECIDE,
        "approve": _DECIDE, "reject": _DECIDE, "revise": _DECIDE, "end_evidence": _DECIDE, "precedents": _DECIDE,
    }  # fmt: skip

    def _page(self, number: str) -> Response:
        return Response(serializers.CasePage(queries.case_page(self.actor, number, self.at)).data)

    @extend_schema(request=None, responses=serializers.CasePage)
    def intake(self, request: Request, number: str) -> Response:
        """Take up an escalated case."""
        services.call_evidence(actor=self.actor, number=number, key=self.key, at=self.at)
        return self._page(number)

    @extend_schema(request=None, responses=serializers.CasePage)
    def end_evidence(self, request: Request, number: str) -> Response:
        """Close the file."""
        services.close_evidence(actor=self.actor, number=number, key=self.key, at=self.at)
        return self._page(number)

    @extend_schema(request=serializers.InspectionBody, responses=serializers.CasePage)
    def inspect(self, request: Request, number: str) -> Response:
        """Send an inspector."""
        body = self.body(serializers.InspectionBody)
        services.order_inspection(actor=self.actor, number=number, key=self.key, at=self.at, **body)
        return self._page(number)

    @extend_schema(request=serializers.ReportBody, responses=serializers.CasePage)
    def report(self, request: Request, number: str) -> Response:
        """Put the inspector's report on file."""
        body = self.body(serializers.ReportBody)
        services.report_inspection(actor=self.actor, number=number, key=self.key, at=self.at, **body)
        return self._page(number)

    @extend_schema(request=serializers.SharesBody, responses=serializers.PreviewEntry(many=True))
    def preview(self, request: Request, number: str) -> Response:
        """The journal entries that such a decision would book; books nothing."""
        shares = _numbered(self.body(serializers.SharesBody)["shares"], "shares")
        entries = services.preview_decision(actor=self.actor, number=number, shares=shares, at=self.at)
        return Response(serializers.PreviewEntry(entries, many=True).data)

    @extend_schema(request=serializers.CaseDecisionBody, responses={201: serializers.Decision})
    def decide(self, request: Request, number: str) -> Response:
        """Propose a decision, or decide an appeal for good."""
        body: dict[str, Any] = self.body(serializers.CaseDecisionBody)
        body["shares"] = _numbered(body["shares"], "shares")
        is_appeal = queries.get_case(self.actor, number).state == CaseState.APPEALED
        service = services.decide_appeal if is_appeal else services.propose_decision
        made = service(actor=self.actor, number=number, key=self.key, at=self.at, **body)
        return Response(serializers.Decision(made).data, status=201)

    @extend_schema(request=None, responses=serializers.CasePage)
    def approve(self, request: Request, number: str) -> Response:
        """The second pair of eyes agrees."""
        services.approve_decision(actor=self.actor, number=number, key=self.key, at=self.at)
        return self._page(number)

    @extend_schema(request=serializers.CaseNoteBody, responses=serializers.CasePage)
    def reject(self, request: Request, number: str) -> Response:
        """The second pair of eyes does not agree."""
        body = self.body(serializers.CaseNoteBody)
        services.reject_decision(actor=self.actor, number=number, key=self.key, at=self.at, **body)
        return self._page(number)

    @extend_schema(request=serializers.CaseNoteBody, responses=serializers.CasePage)
    def revise(self, request: Request, number: str) -> Response:
        """Take a proposed decision back."""
        body = self.body(serializers.CaseNoteBody)
        services.revise_decision(actor=self.actor, number=number, key=self.key, at=self.at, **body)
        return self._page(number)

    @extend_schema(
        parameters=[OpenApiParameter("type", str), OpenApiParameter("category", str), OpenApiParameter("q", str)],
        responses=serializers.Precedent(many=True),
    )
    def precedents(self, request: Request) -> Response:
        """Closed decisions without names, newest first."""
        asked = request.query_params
        found = queries.precedents(
            kind=asked.get("type", ""), category=asked.get("category", ""), text=asked.get("q", "")
        )
        return self.page(found, serializers.Precedent, ordering=("-decided_at", "-id"))
