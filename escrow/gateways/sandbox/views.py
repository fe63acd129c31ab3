"""The sandbox's hosted payment page: it stands for a page at the provider, so it knows no session of ours.

The unguessable reference in the address is the permission, as on a real provider's page. The form is
exempt from our CSRF check for the same reason: a program may pay here with one POST.
"""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from escrow.gateways.sandbox import engine
from escrow.gateways.sandbox.engine import Choice
from escrow.gateways.sandbox.forms import ChoiceForm
from escrow.gateways.sandbox.models import SandboxState
from marketplace.lib.errors import NotFound
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen


class SandboxPage(Screen):
    """What is to be paid, and the buttons."""

    template_name = "escrow/sandbox/pay.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The sandbox's payment by its reference."""
        payment = engine.get_payment(kwargs["ref"])
        return {"payment": payment, "is_open": payment.state == SandboxState.OPEN}


@method_decorator(csrf_exempt, name="dispatch")
class SandboxPay(Action):
    """GET shows the page, POST ``choice`` does what a payer would do and leads back to the market."""

    form_class: ClassVar[type[forms.BaseForm]] = ChoiceForm
    screen = SandboxPage

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """There is no such page where real money moves."""
        if not settings.PAYMENT_GATEWAY.startswith("escrow.gateways.sandbox"):
            raise NotFound
        return super().dispatch(request, *args, **kwargs)

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """Choose, and send the payer back."""
        choice = Choice(form.cleaned_data["choice"])
        return engine.choose(ref=kwargs["ref"], choice=choice, at=self.at).return_path
