"""Milestones: submitted by the vendor, sent back by the buyer."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from escrow import queries, services
from escrow.forms import MilestoneForm, RefundForm
from escrow.views.steps import StepScreen
from marketplace.lib.errors import NotFound
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action


class UnitScreen(StepScreen):
    """One milestone of an order."""

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """404 for a unit that the order does not have."""
        context = super().get_context(request, **kwargs)
        unit = next((unit for unit in context["page"].units if unit.no == kwargs["unit_no"]), None)
        if unit is None:
            raise NotFound
        context["title"] = f"{self.title} “{unit.title}”"
        return context


class SubmitScreen(UnitScreen):
    """What submitting means."""

    capability = "order.ship"
    step = "submit"
    title = "Submit"
    button = "Submit milestone"
    says = "The buyer inspects it from now on; at the end of the inspection period it is accepted by clock."


class SendBackScreen(UnitScreen):
    """What sending back means."""

    capability = "order.accept"
    step = "send_back"
    title = "Send back"
    button = "Send back to the supplier"
    says = "The supplier works on and submits it again. The money stays in escrow."


class UnitAction(Action):
    """Takes a step of one milestone and returns to the order."""

    done: ClassVar[str] = ""

    def take(self, number: str, unit_no: int, data: dict[str, Any]) -> None:
        """Call the service."""
        raise NotImplementedError

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call."""
        queries.order_page(self.actor, kwargs["number"])
        self.take(kwargs["number"], kwargs["unit_no"], form.cleaned_data)
        messages.info(request, self.done)
        return reverse("order-detail", args=[kwargs["number"]])


class SubmitMilestone(UnitAction):
    """The stage is done."""

    capability = "order.ship"
    form_class: ClassVar[type[forms.BaseForm]] = MilestoneForm
    screen = SubmitScreen
    done = "Submitted. The buyer inspects it now."

    def take(self, number: str, unit_no: int, data: dict[str, Any]) -> None:
        """``submit_milestone``."""
        services.submit_milestone(
            actor=self.actor, number=number, unit_no=unit_no, key=self.key, at=self.at, note=data["note"]
        )


class SendBackMilestone(UnitAction):
    """The stage is not as agreed."""

    capability = "order.accept"
    form_class: ClassVar[type[forms.BaseForm]] = RefundForm
    screen = SendBackScreen
    done = "Sent back. The supplier has been told why."

    def take(self, number: str, unit_no: int, data: dict[str, Any]) -> None:
        """``send_back_milestone``."""
        services.send_back_milestone(
            actor=self.actor, number=number, unit_no=unit_no, key=self.key, at=self.at, reason=data["reason"]
        )
