"""``/console/freezes/``: what a check has stopped, and the operator's way to let it go with a reason."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from marketplace.ledger import services
from marketplace.ledger.queries.freezes import freezes
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen


class LiftForm(forms.Form):
    """Why money may move again."""

    reason = forms.CharField(max_length=300, label="What was found, and why money may move again")


class Freezes(Screen):
    """Open ones first."""

    capability = "money.view"
    template_name = "ledger/freezes.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The newest hundred."""
        return {"freezes": freezes()[:100], "may_lift": self.actor.can("money.move"), "form": LiftForm()}


class LiftFreeze(Action):
    """Let money move again."""

    capability = "money.move"
    form_class = LiftForm

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call."""
        freeze = services.lift_freeze(
            actor=self.actor, freeze_id=kwargs["freeze_id"], reason=form.cleaned_data["reason"], at=self.at
        )
        messages.info(request, f"{freeze.order_number or freeze.account_code} may move money again.")
        return reverse("ledger-freezes")
