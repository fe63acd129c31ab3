"""Paying: what is asked for, the provider's page or the wallet, and what became of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from escrow import queries, services
from escrow.states import OPEN_OPERATIONS
from escrow.views.steps import StepScreen
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen


class PayScreen(StepScreen):
    """The frozen terms and the amount of the next payment (or of ``?leg=``), before the provider's page."""

    capability = "order.pay"
    template_name = "escrow/pay.html"
    step = "pay"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The payment, and whether the buyer's wallet covers it."""
        context = super().get_context(request, **kwargs)
        page = context["page"]
        leg = _leg(request, page)
        wallet = queries.wallet_of(page.order)
        context |= {"leg": leg, "wallet_minor": wallet, "wallet_pays": leg is not None and wallet >= leg.amount_minor}
        return context


def _leg(request: MarketRequest, page: queries.OrderPage) -> Any:
    text = request.GET.get("leg", "")
    named = [leg for leg in page.legs if text.isdecimal() and leg.no == int(text)]
    return named[0] if named else page.next_leg


class StartPayment(Action):
    """Review, then go to the provider's page."""

    capability = "order.pay"
    screen = PayScreen

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """The provider's page, or our waiting page while the provider does not answer."""
        number = kwargs["number"]
        leg = _leg(request, queries.order_page(self.actor, number))
        operation = services.start_payment(
            actor=self.actor, number=number, leg_no=leg.no if leg else None, key=self.key, at=self.at
        )
        return operation.checkout_url or reverse("order-payment", args=[number])


class PayFromWallet(Action):
    """Pay with money that waits in the buyer's wallet, at once."""

    capability = "order.pay"

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """``pay_from_wallet``."""
        number = kwargs["number"]
        leg = _leg(request, queries.order_page(self.actor, number))
        services.pay_from_wallet(
            actor=self.actor, number=number, leg_no=leg.no if leg else None, key=self.key, at=self.at
        )
        messages.info(request, "Paid from your wallet. The money is in escrow.")
        return reverse("order-detail", args=[number])


class PaymentStatus(Screen):
    """Where the buyer lands after the provider's page: it refreshes itself until the answer is booked."""

    capability = "order.view"
    template_name = "escrow/payment.html"
    fragment_name = "escrow/parts/payment.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The newest payment of the order."""
        page = queries.order_page(self.actor, kwargs["number"])
        payment = queries.find_payment(self.actor, kwargs["number"])
        is_waiting = payment is not None and payment.state in OPEN_OPERATIONS
        return {"page": page, "order": page.order, "payment": payment, "is_waiting": is_waiting}
