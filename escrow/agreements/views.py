"""Agreements as pages: what is agreed around an order, the inspection, and a page for each step."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from escrow.agreements import journey, queries, services
from escrow.agreements.forms import (
    AmendForm,
    AppointForm,
    CancelForm,
    ExtendForm,
    NoteForm,
    SpecForm,
)
from marketplace.storage import files
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Door, Screen


class Agreements(Screen):
    """What was and is agreed around an order, and what this side may start now."""

    capability = "order.view"
    template_name = "agreements/page.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The page in the shape of the side that looks."""
        page = queries.agreements_page(self.actor, kwargs["number"], self.at)
        order, right = page.order, page.right
        return {
            "agreements": page,
            "order": order,
            "table": journey.table(page),
            "right_words": journey.right_words(right.ground, right.fee_minor, order) if right else "",
            "history": [(row, journey.change_rows(row, order.currency)) for row in page.amendments],
            "late_words": journey.late_words(page.late_bp, page.late_weeks) if page.late_weeks else "",
            "plan": queries.clauses_of(order),
        }


class StepScreen(Screen):
    """What a step's page shows around its form."""

    capability = "order.view"
    template_name = "agreements/step.html"
    title: ClassVar[str] = ""
    button: ClassVar[str] = ""
    says: ClassVar[str] = ""

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The order, and the words of the step."""
        order = queries.get_order(self.actor, kwargs["number"])
        return {"order": order, "title": self.title, "button": self.button, "says": self.says}


class StepAction(Action):
    """Does the step and returns to the order's agreements."""

    capability = "order.view"
    done: ClassVar[str] = ""
    back: ClassVar[str] = "order-agreements"

    def get_form(self, request: MarketRequest, data: Any = None, files: Any = None, **kwargs: Any) -> forms.BaseForm:
        """The form with what it needs of the order."""
        return self.form_for(kwargs["number"], data)

    def form_for(self, number: str, data: Any) -> forms.BaseForm:
        """A form that needs nothing of the order."""
        return self.form_class(data)

    def take(self, number: str, form: Any, call: dict[str, Any]) -> None:
        """Call the service with ``call`` (actor, order number, key, time)."""
        raise NotImplementedError

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call; the reader is told what happened."""
        number = kwargs["number"]
        call = {"actor": self.actor, "order_number": number, "key": self.key, "at": self.at}
        self.take(number, form, call)
        if self.done:
            messages.info(request, self.done)
        return reverse(self.back, args=[number])


class AmendScreen(StepScreen):
    """What may change."""

    title = "Propose a change"
    button = "Propose the change"
    says = (
        "The other side accepts exactly what you write here, by its hash, or declines it. A lower price is refunded "
        "at once; a higher one needs a new order. Leave empty what stays."
    )


class ProposeAmendment(StepAction):
    """A change of the order."""

    screen = AmendScreen
    done = "Proposed. It lapses in fourteen days if nobody answers."

    def form_for(self, number: str, data: Any) -> forms.BaseForm:
        """One field for what can still change."""
        page = queries.agreements_page(self.actor, number, self.at)
        return AmendForm(data, order=page.order, units=page.units, is_dispatched=page.is_dispatched)

    def take(self, number: str, form: Any, call: dict[str, Any]) -> None:
        """``propose_amendment``."""
        services.propose_amendment(changes=form.changes(), note=form.cleaned_data["note"], **call)


class AnswerAmendment(StepAction):
    """A button under an amendment: it answers what was shown."""

    verbs: ClassVar[dict[str, Any]] = {
        "accept": services.accept_amendment, "decline": services.decline_amendment,
        "withdraw": services.withdraw_amendment,
    }  # fmt: skip

    def take(self, number: str, form: Any, call: dict[str, Any]) -> None:
        """``accept_amendment``, ``decline_amendment`` or ``withdraw_amendment``."""
        shown = self.request.POST.get("shown_hash", "")
        self.verbs[self.kwargs["verb"]](no=self.kwargs["no"], shown_hash=shown, **call)


class AnswerCancellation(AnswerAmendment):
    """A button under a proposal to cancel: it answers what was shown."""

    verbs: ClassVar[dict[str, Any]] = {
        "accept": services.accept_cancellation, "decline": services.decline_cancellation,
        "withdraw": services.withdraw_cancellation,
    }  # fmt: skip


class ProposeCancelScreen(StepScreen):
    """For which fee."""

    title = "Propose to cancel"
    button = "Propose to cancel"
    says = "The order ends if the other side accepts: your fee to the supplier, all else that is held to the buyer."


class ProposeCancellation(StepAction):
    """End the order by agreement."""

    screen = ProposeCancelScreen
    done = "Proposed. It lapses in fourteen days if nobody answers."

    def form_for(self, number: str, data: Any) -> forms.BaseForm:
        """In the order's currency."""
        return CancelForm(data, currency=queries.get_order(self.actor, number).currency)

    def take(self, number: str, form: Any, call: dict[str, Any]) -> None:
        """``propose_cancellation``."""
        values = form.cleaned_data
        services.propose_cancellation(fee_minor=values["fee"], reason=values["reason"], **call)


class CancelScreen(StepScreen):
    """By which right."""

    title = "Cancel the order"
    button = "Cancel the order"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """What cancelling alone means."""
        context = super().get_context(request, **kwargs)
        right = queries.agreements_page(self.actor, kwargs["number"], self.at).right
        missing = "You have no right to cancel this order alone now. Propose it to the other side instead."
        says = journey.right_words(right.ground, right.fee_minor, context["order"]) if right else missing
        return {**context, "says": says, "is_possible": right is not None}


class CancelOrder(StepAction):
    """End the order by a right of one's own."""

    form_class: ClassVar[type[forms.BaseForm]] = CancelForm
    screen = CancelScreen
    back = "order-detail"
    done = "The order is cancelled."

    def take(self, number: str, form: Any, call: dict[str, Any]) -> None:
        """``cancel_order``."""
        services.cancel_order(reason=form.cleaned_data["reason"], **call)


class ExtendScreen(StepScreen):
    """What more time means."""

    title = "Extend the inspection"
    button = "Extend by fifteen days"
    says = "Each side may do so once for a delivery; thirty days in all. Acceptance by clock moves with it."


class ExtendInspection(StepAction):
    """More time to inspect."""

    screen = ExtendScreen
    back = "order-detail"
    done = "Extended. The other side has been told."

    def form_for(self, number: str, data: Any) -> forms.BaseForm:
        """One of the deliveries that this side may still extend."""
        return ExtendForm(data, units=queries.agreements_page(self.actor, number, self.at).extendable)

    def take(self, number: str, form: Any, call: dict[str, Any]) -> None:
        """``extend_inspection``."""
        services.extend_inspection(unit_no=form.cleaned_data["unit"], **call)


class InspectionScreen(Screen):
    """The inspection of an order: specification, appointment, report."""

    capability = "order.view"
    template_name = "agreements/inspection.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The page in the shape of the side that looks."""
        page = queries.get_inspection(self.actor, kwargs["number"])
        return {
            "page": page, "row": page.row, "order": page.row.order, "steps": journey.inspection_steps(page),
            "findings": page.findings(),
        }  # fmt: skip


class OpenInspection(StepAction):
    """A button: ask for an inspection."""

    back = "order-inspection"

    def take(self, number: str, form: Any, call: dict[str, Any]) -> None:
        """``open_inspection``."""
        services.open_inspection(**call)


class SpecScreen(Screen):
    """The table of requirements."""

    capability = "order.view"
    template_name = "agreements/spec.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The inspection."""
        page = queries.get_inspection(self.actor, kwargs["number"])
        return {"page": page, "row": page.row, "order": page.row.order}


class EditSpec(StepAction):
    """Change what is measured."""

    screen = SpecScreen
    back = "order-inspection"

    def form_for(self, number: str, data: Any) -> forms.BaseForm:
        """A row for each requirement; as many as were sent."""
        page = queries.get_inspection(self.actor, number)
        return SpecForm(data, items=page.items)

    def take(self, number: str, form: Any, call: dict[str, Any]) -> None:
        """``edit_spec``."""
        services.edit_spec(items=form.items(), **call)


class AgreeSpec(StepAction):
    """A button: agree to the specification that was shown."""

    back = "order-inspection"

    def take(self, number: str, form: Any, call: dict[str, Any]) -> None:
        """``agree_spec``."""
        services.agree_spec(shown_hash=self.request.POST.get("shown_hash", ""), **call)


class AppointScreen(StepScreen):
    """Who measures."""

    title = "Appoint the inspector"
    button = "Appoint and send the link"
    says = (
        "The inspector gets a link by mail and reports without an account. The report is bound to the specification "
        "and cannot be changed. Goods leave only after it says that they pass."
    )


class AppointInspector(StepAction):
    """The buyer names who measures."""

    form_class: ClassVar[type[forms.BaseForm]] = AppointForm
    screen = AppointScreen
    back = "order-inspection"
    done = "Appointed. The link is on its way by mail."

    def take(self, number: str, form: Any, call: dict[str, Any]) -> None:
        """``appoint_inspector``."""
        values = form.cleaned_data
        services.appoint_inspector(
            inspector=values["inspector"], email=values["email"], place=values["place"], for_at=form.for_at(), **call
        )


class WaiveScreen(StepScreen):
    """What waiving means."""

    title = "Do without the inspection"
    button = "Waive the inspection"
    says = "The goods may leave without it. This cannot be taken back."


class WaiveInspection(StepAction):
    """The buyer does without."""

    form_class: ClassVar[type[forms.BaseForm]] = NoteForm
    screen = WaiveScreen
    back = "order-inspection"

    def take(self, number: str, form: Any, call: dict[str, Any]) -> None:
        """``waive_inspection``."""
        services.waive_inspection(reason=form.cleaned_data["note"], **call)


class ReworkScreen(StepScreen):
    """What was put right."""

    title = "Report the rework"
    button = "Report the rework"
    says = "The buyer appoints another inspection against the same specification."


class ReportRework(StepAction):
    """The supplier put right what failed."""

    form_class: ClassVar[type[forms.BaseForm]] = NoteForm
    screen = ReworkScreen
    back = "order-inspection"

    def take(self, number: str, form: Any, call: dict[str, Any]) -> None:
        """``report_rework``."""
        services.report_rework(note=form.cleaned_data["note"], **call)


class ReportFileDownload(Door):
    """A photo or document of the newest report, for both sides and the operator."""

    capability = "order.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand on to a signed link of the storage."""
        stored = queries.find_report_file(self.actor, kwargs["number"], kwargs["position"])
        return HttpResponseRedirect(files.download_url(stored))
