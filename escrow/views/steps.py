"""The steps of an order as pages: each says what will happen before it happens, and then calls one service."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from escrow import queries, services
from escrow.forms import DeliveryForm, RefundForm, ShipForm
from escrow.states import OperationState
from marketplace.ledger.states import OrderState
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


class PayScreen(StepScreen):
    """The frozen terms and the amount, before the provider's page."""

    capability = "order.pay"
    template_name = "escrow/pay.html"
    step = "pay"


class StartPayment(Action):
    """Review, then go to the provider's page."""

    capability = "order.pay"
    screen = PayScreen

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """The provider's page, or our waiting page while the provider does not answer."""
        number = kwargs["number"]
        operation = services.start_payment(actor=self.actor, number=number, key=self.key, at=self.at)
        return operation.checkout_url or reverse("order-payment", args=[number])


class PaymentStatus(Screen):
    """Where the buyer lands after the provider's page: it refreshes itself until the answer is booked."""

    capability = "order.view"
    template_name = "escrow/payment.html"
    fragment_name = "escrow/parts/payment.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The newest payment of the order."""
        page = queries.order_page(self.actor, kwargs["number"])
        payment = queries.find_payment(self.actor, kwargs["number"])
        is_waiting = page.order.state == OrderState.AWAITING_PAYMENT and payment is not None and payment.state in {
            OperationState.RESERVED, OperationState.SENT, OperationState.UNKNOWN,
        }  # fmt: skip
        return {"page": page, "order": page.order, "payment": payment, "is_waiting": is_waiting}


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


class AcceptScreen(StepScreen):
    """What acceptance means."""

    capability = "order.accept"
    step = "accept"
    title = "Accept goods"
    button = "Accept and release the money"
    says = "You confirm that the goods arrived as agreed. The held money goes to the supplier and cannot be taken back."


class AcceptOrder(StepAction):
    """The buyer is content."""

    capability = "order.accept"
    screen = AcceptScreen
    done = "Accepted. The money is released to the supplier."

    def take(self, number: str, data: dict[str, Any]) -> None:
        """``accept_order``."""
        services.accept_order(actor=self.actor, number=number, key=self.key, at=self.at)


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
