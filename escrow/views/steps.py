"""The steps of an order as pages: each says what will happen before it happens, and then calls one service."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from escrow import queries, services
from escrow.forms import DeliveryForm, QuantitiesForm, RefundForm, ShipForm
from marketplace.storage import files
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen


class StepScreen(Screen):
    """What a step's page shows around its form."""

    template_name = "escrow/step.html"
    step: ClassVar[str] = ""
    title: ClassVar[str] = ""
    button: ClassVar[str] = ""
    says: ClassVar[str] = ""

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The order, and whether the step is possible now."""
        page = queries.order_page(self.actor, kwargs["number"])
        return {
            "page": page,
            "order": page.order,
            "title": self.title,
            "button": self.button,
            "says": self.says,
            "is_possible": self.step in page.may,
        }


class StepAction(Action):
    """Does the step and returns to the order."""

    done: ClassVar[str] = ""

    def take(self, number: str, data: dict[str, Any]) -> None:
        """Call the service."""
        raise NotImplementedError

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call; the reader is told what happened."""
        self.take(kwargs["number"], form.cleaned_data)
        messages.info(request, self.done)
        return reverse("order-detail", args=[kwargs["number"]])


class ShipScreen(StepScreen):
    """Carrier and number."""

    capability = "order.ship"
    step = "ship"
    title = "Mark as shipped"
    button = "Mark as shipped"
    says = "The buyer is told at once and can follow the goods. The money stays in escrow until the buyer accepts."


class ShipOrder(StepAction):
    """The goods left."""

    capability = "order.ship"
    form_class: ClassVar[type[forms.BaseForm]] = ShipForm
    screen = ShipScreen
    done = "Shipped. The buyer has been told."

    def get_form(self, request: MarketRequest, data: Any = None, files: Any = None, **kwargs: Any) -> forms.BaseForm:
        """A quantity per line, everything left as a start; none where it was agreed to ship in one piece."""
        page = queries.order_page(self.actor, kwargs["number"])
        left = page.left_to_ship if page.plan.partial_shipments else {}
        return ShipForm(data, files, left=left, names=page.line_names)

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """What is left of the form after its quantities were read."""
        data = {name: value for name, value in form.cleaned_data.items() if not name.startswith("quantity_")}
        self.take(kwargs["number"], {**data, "quantities": form.quantities()})
        messages.info(request, self.done)
        return reverse("order-detail", args=[kwargs["number"]])

    def take(self, number: str, data: dict[str, Any]) -> None:
        """Keep the document first, because storage is outside our transaction; then ``ship_order``."""
        document = data.pop("document", None)
        if document:
            stored = files.store(
                organization_id=self.actor.organization_id,
                purpose="document",
                name=document.name,
                content=document.read(),
                at=self.at,
            )
            data["document_id"] = stored.id
        services.ship_order(actor=self.actor, number=number, key=self.key, at=self.at, **data)


class DeliveryScreen(StepScreen):
    """Who signed."""

    capability = "order.view"
    step = "deliver"
    title = "Report delivery"
    button = "Report delivery"
    says = "The inspection period starts now. At its end the order is accepted by clock, unless the buyer objects."


class ReportDelivery(StepAction):
    """The goods arrived."""

    capability = "order.view"
    form_class: ClassVar[type[forms.BaseForm]] = DeliveryForm
    screen = DeliveryScreen
    done = "Delivery is on record. The inspection period has started."

    def take(self, number: str, data: dict[str, Any]) -> None:
        """``report_delivery``."""
        services.report_delivery(actor=self.actor, number=number, key=self.key, at=self.at, **data)


class ReadyScreen(StepScreen):
    """What the buyer is asked for."""

    capability = "order.ship"
    step = "ready"
    title = "Report ready to ship"
    button = "Report ready"
    says = "The buyer is asked for the balance now. As soon as it is in escrow, you can ship."


class ReportReady(StepAction):
    """The goods are ready to leave."""

    capability = "order.ship"
    screen = ReadyScreen
    done = "The buyer has been asked for the balance."

    def take(self, number: str, data: dict[str, Any]) -> None:
        """``report_ready``."""
        services.report_ready(actor=self.actor, number=number, key=self.key, at=self.at)


class AcceptScreen(StepScreen):
    """What acceptance means, for everything that arrived or for one unit (``?unit=``)."""

    capability = "order.accept"
    template_name = "escrow/accept.html"
    step = "accept"
    title = "Accept goods"
    button = "Accept and release the money"
    says = "You confirm that this is as agreed. The held money goes to the supplier and cannot be taken back."

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """What would be released."""
        context = super().get_context(request, **kwargs)
        units = context["page"].acceptable(_unit_no(request))
        context["units"] = units
        context["released_minor"] = sum(row.unit.open_minor for row in units)
        context["is_possible"] = context["is_possible"] and bool(units)
        return context


def _unit_no(request: MarketRequest) -> int | None:
    text = request.GET.get("unit", "")
    return int(text) if text.isdecimal() else None


class AcceptOrder(StepAction):
    """The buyer is content, with everything, with a unit, or with a part of it."""

    capability = "order.accept"
    screen = AcceptScreen
    done = "Accepted. The money is released to the supplier."

    def get_form(self, request: MarketRequest, data: Any = None, files: Any = None, **kwargs: Any) -> forms.BaseForm:
        """Quantities only where one delivery is accepted."""
        page = queries.order_page(self.actor, kwargs["number"])
        units = page.acceptable(_unit_no(request))
        left = units[0].unit.quantities if len(units) == 1 else {}
        return QuantitiesForm(data, files, left=left, names=page.line_names)

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """``accept_order``."""
        number, part, unit_no = kwargs["number"], form.quantities() if form.left else None, _unit_no(request)
        if part and unit_no is None:
            unit_no = queries.order_page(self.actor, number).acceptable(None)[0].unit.no
        services.accept_order(
            actor=self.actor, number=number, unit_no=unit_no, quantities=part, key=self.key, at=self.at
        )
        messages.info(request, self.done)
        return reverse("order-detail", args=[number])


class RefundScreen(StepScreen):
    """Why the money goes back."""

    capability = "order.view"
    step = "refund"
    title = "Refund before shipment"
    button = "Refund the buyer"
    says = "Nothing has been shipped, so the whole amount goes back the way it came and the order ends."


class RequestRefund(StepAction):
    """The order ends before shipment."""

    capability = "order.view"
    form_class: ClassVar[type[forms.BaseForm]] = RefundForm
    screen = RefundScreen
    done = "The refund is under way."

    def take(self, number: str, data: dict[str, Any]) -> None:
        """``request_refund``."""
        services.request_refund(actor=self.actor, number=number, key=self.key, at=self.at, **data)
