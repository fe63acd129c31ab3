"""The sandbox's hosted pages: they stand for pages at Stripe, so they know no session of ours.

The unguessable reference in the address is the permission, as on Stripe's own pages. The forms are exempt from our
CSRF check for the same reason: a program may pay here with one POST.
"""

from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from escrow.gateways.fake import engine
from escrow.gateways.fake.engine import Choice
from escrow.gateways.fake.forms import ChoiceForm, OnboardingForm
from escrow.gateways.stripe.client import is_sandbox
from marketplace.lib.errors import NotFound
from marketplace.lib.money import to_minor
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen


class OnlyInSandbox:
    """There is no such page where real money moves."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse with a real key."""
        if not is_sandbox():
            raise NotFound
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # a view's
        return response


class PayPage(Screen):
    """What is to be paid, and the buttons."""

    template_name = "sandbox/pay.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The fake's payment by its reference."""
        return {"payment": engine.get_payment(kwargs["ref"])}


@method_decorator(csrf_exempt, name="dispatch")
class SandboxPay(OnlyInSandbox, Action):
    """GET shows the page, POST ``choice`` does what a payer would do and leads back to the market."""

    form_class: ClassVar[type[forms.BaseForm]] = ChoiceForm
    screen = PayPage

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """Choose; then back to the market, unless the payer has to go on here."""
        choice, amount = Choice(form.cleaned_data["choice"]), form.cleaned_data["amount"]
        currency = engine.get_payment(kwargs["ref"]).currency
        minor = to_minor(amount, currency) if amount else 0
        page = engine.choose(ref=kwargs["ref"], choice=choice, at=self.at, amount_minor=minor)
        stays = page.is_challenged or page.is_declined or (page.bank and page.is_open)
        return request.path if stays else page.return_path


class OnboardingPage(Screen):
    """What Stripe would ask a vendor."""

    template_name = "sandbox/onboard.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The vendor's account by its reference."""
        return {"account": engine.get_recipient(kwargs["ref"])}


@method_decorator(csrf_exempt, name="dispatch")
class SandboxOnboard(OnlyInSandbox, Action):
    """GET shows the page, POST ``status`` ends the vendor's answers and leads back to the market."""

    form_class: ClassVar[type[forms.BaseForm]] = OnboardingForm
    screen = OnboardingPage

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """Only the path of the return address: it is ours."""
        engine.set_recipient(ref=kwargs["ref"], status=form.cleaned_data["status"], at=self.at)
        return urlsplit(engine.get_recipient(kwargs["ref"])["return_url"]).path or "/payouts/"
