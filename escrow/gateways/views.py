"""The payment page of real keys, and the vendor's way to the provider's onboarding."""

from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator

from escrow.gateways import queries, recipients
from escrow.gateways.port import GatewayRefused, GatewaySilent
from escrow.gateways.stripe import elements
from escrow.machinery import runner
from marketplace.identity import queries as identity
from marketplace.lib.errors import Conflict, NotFound, Unavailable
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen


@method_decorator(csp_update(elements.CSP), name="get")
class Checkout(Screen):
    """Stripe's Payment Element in a page of ours: card numbers go from the browser to Stripe and never to us."""

    capability = "order.pay"
    template_name = "gateways/checkout.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The payment's secret is read when the page is shown, and kept nowhere."""
        payment = queries.get_open_payment(self.actor, kwargs["ref"])
        order = payment.order
        if order is None:
            raise NotFound
        try:
            secret, bank = elements.secret_of(kwargs["ref"]), elements.bank_of(runner.instruction_for(payment))
        except GatewaySilent as silence:
            raise Unavailable("The payment provider does not answer. Try again in a minute.") from silence
        return {
            "payment": payment,
            "order": order,
            "secret": secret,
            "bank": bank,
            "publishable": settings.STRIPE_PUBLISHABLE_KEY,
            "return_url": request.build_absolute_uri(reverse("order-payment", args=[order.number])),
        }


class BeginOnboarding(Action):
    """Open the payout account, or go on where the vendor stopped."""

    capability = recipients.CAPABILITY

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """To the provider's pages; the sandbox's are ours."""
        company, person = identity.get_organization(self.actor), identity.get_account(self.actor)
        try:
            url = recipients.begin_onboarding(
                actor=self.actor,
                name=company.name,
                email=person.email,
                country=company.country,
                return_path=reverse("payout-list"),
            )
        except GatewayRefused as refusal:
            raise Conflict(str(refusal)) from refusal
        except GatewaySilent as silence:
            raise Unavailable("The payment provider does not answer. Try again in a minute.") from silence
        return url.removeprefix(settings.PUBLIC_URL)


class CheckAccount(Action):
    """Ask the provider how the payout account stands: its own notice may be late."""

    capability = recipients.CAPABILITY

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """Back to the payouts."""
        try:
            is_ready = recipients.check_own(actor=self.actor)
        except GatewaySilent as silence:
            raise Unavailable("The payment provider does not answer. Try again in a minute.") from silence
        messages.info(request, "Your payout account is ready." if is_ready else "Your payout account is not ready yet.")
        return reverse("payout-list")
