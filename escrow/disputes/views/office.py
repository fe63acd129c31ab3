"""The officers' pages: the queue by clock, the decision form with its ledger preview, precedents."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from escrow.disputes import journey, queries, services
from escrow.disputes.forms import DecisionForm, InspectForm, NoteForm, PrecedentForm, ReportForm, minor
from escrow.disputes.queries import CasePage
from escrow.disputes.states import CaseState, Reason
from escrow.disputes.views.steps import StepAction, kept, screen_of
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen

DECIDE = "dispute.decide"
FOUND = 50


class Queue(Screen):
    """What lies before the officers: forced cases first, then whose clock rings first."""

    capability = "market.view"
    template_name = "disputes/console/queue.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The queue with its clocks."""
        return {"rows": queries.queue(self.actor), "at": self.at}


class Precedents(Screen):
    """Closed decisions without names, by words, claim, category and value."""

    capability = DECIDE
    template_name = "disputes/console/precedents.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The newest that match. Amounts are whole units of their currency."""
        form = PrecedentForm(request.GET)
        asked = form.cleaned_data if form.is_valid() else {}
        least, most = asked.get("least"), asked.get("most")
        found = queries.precedents(
            kind=asked.get("type", ""), category=asked.get("category", ""), text=asked.get("q", ""),
            least_minor=None if least is None else least * 100, most_minor=None if most is None else most * 100,
        )  # fmt: skip
        return {"filters": form, "precedents": found[:FOUND]}


class CallEvidence(StepAction):
    """Take up an escalated case."""

    capability = DECIDE
    screen = screen_of("call_evidence", DECIDE)

    def take(self, number: str, data: dict[str, Any]) -> None:
        """``call_evidence``."""
        services.call_evidence(actor=self.actor, number=number, key=self.key, at=self.at)


class CloseEvidence(StepAction):
    """Enough was said."""

    capability = DECIDE
    screen = screen_of("close_evidence", DECIDE)

    def take(self, number: str, data: dict[str, Any]) -> None:
        """``close_evidence``."""
        services.close_evidence(actor=self.actor, number=number, key=self.key, at=self.at)


class OrderInspection(StepAction):
    """Send an inspector."""

    capability = DECIDE
    screen = screen_of("inspect", DECIDE)

    def form_for(self, page: CasePage, data: Any, files: Any) -> forms.BaseForm:
        """With the fee in the order's currency."""
        return InspectForm(data, files, currency=page.order.currency)

    def take(self, number: str, data: dict[str, Any]) -> None:
        """``order_inspection``."""
        fee = minor(data.pop("fee"), queries.get_case(self.actor, number).order.currency)
        services.order_inspection(actor=self.actor, number=number, fee_minor=fee or 0, key=self.key, at=self.at, **data)


class ReportInspection(StepAction):
    """Put the inspector's report on file."""

    capability = DECIDE
    form_class: ClassVar[type[forms.BaseForm]] = ReportForm
    screen = screen_of("report", DECIDE)

    def take(self, number: str, data: dict[str, Any]) -> None:
        """``report_inspection``."""
        services.report_inspection(
            actor=self.actor, number=number, finding=data["finding"], file_id=kept(self, data["file"]), key=self.key,
            at=self.at,
        )  # fmt: skip


class DecisionScreen(Screen):
    """The claim, what is there for it, precedents, and the form."""

    capability = DECIDE
    template_name = "disputes/console/decision.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """With what similar cases ended in."""
        page = queries.case_page(self.actor, kwargs["number"], self.at)
        return {
            "page": page, "case": page.case, "order": page.order, "money": journey.money_parts(page),
            "precedents": queries.similar(page.case, page.claimed_minor),
            "is_possible": bool({"decide", "decide_appeal"} & page.may),
            "on_appeal": page.case.state == CaseState.APPEALED,
        }  # fmt: skip


class Decide(Action):
    """Preview what a decision would book, or propose it."""

    capability = DECIDE
    screen = DecisionScreen

    def get_form(self, request: MarketRequest, data: Any = None, files: Any = None, **kwargs: Any) -> forms.BaseForm:
        """One share for each part that was not dropped."""
        page = queries.case_page(self.actor, kwargs["number"], self.at)
        lines = [line for line in page.lines if not line.dropped_at]
        return DecisionForm(data, files, lines=lines, currency=page.order.currency)

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """The preview shows the same form again; else one service, by what the case waits for."""
        number, data = kwargs["number"], form.cleaned_data
        if request.POST.get("do") == "preview":
            entries = services.preview_decision(actor=self.actor, number=number, shares=form.shares(), at=self.at)
            screen = DecisionScreen()
            screen.setup(request, *self.args, **self.kwargs)
            return screen.show(extra={"form": form, "preview": entries})
        is_appeal = queries.get_case(self.actor, number).state == CaseState.APPEALED
        service = services.decide_appeal if is_appeal else services.propose_decision
        service(
            actor=self.actor, number=number, shares=form.shares(), reason=Reason(data["reason"]),
            reasons=data["reasons"], return_goods=data["return_goods"], key=self.key, at=self.at,
        )  # fmt: skip
        return reverse("case-room", args=[number])


class ApproveDecision(StepAction):
    """The second pair of eyes agrees."""

    capability = DECIDE
    screen = screen_of("approve", DECIDE)

    def take(self, number: str, data: dict[str, Any]) -> None:
        """``approve_decision``."""
        services.approve_decision(actor=self.actor, number=number, key=self.key, at=self.at)


class RejectDecision(StepAction):
    """The second pair of eyes does not agree."""

    capability = DECIDE
    form_class: ClassVar[type[forms.BaseForm]] = NoteForm
    screen = screen_of("reject", DECIDE)

    def take(self, number: str, data: dict[str, Any]) -> None:
        """``reject_decision``."""
        services.reject_decision(actor=self.actor, number=number, note=data["note"], key=self.key, at=self.at)


class ReviseDecision(StepAction):
    """Another look after the comments."""

    capability = DECIDE
    form_class: ClassVar[type[forms.BaseForm]] = NoteForm
    screen = screen_of("revise", DECIDE)

    def take(self, number: str, data: dict[str, Any]) -> None:
        """``revise_decision``."""
        services.revise_decision(actor=self.actor, number=number, note=data["note"], key=self.key, at=self.at)
