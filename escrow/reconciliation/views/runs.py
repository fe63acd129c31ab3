"""The operator's comparison with the provider: how it stands, what is open, the runs."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from escrow.reconciliation import queries, services
from escrow.reconciliation.forms import ResolveForm
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen


class ReconciliationConsole(Screen):
    """Nothing unexplained: to the cent, per currency."""

    capability = "money.view"
    template_name = "reconciliation/console.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The newest verdict, what is open by age and class, and the last runs."""
        return {
            "standing": queries.standing(self.actor),
            "classes": queries.open_classes(self.actor, self.at),
            "items": queries.items(self.actor).unresolved().order_by("occurred_at", "pk")[:100],
            "runs": queries.runs(self.actor).order_by("-started_at")[:15],
            "may_move": self.actor.can("money.move"),
        }


class Reconcile(Action):
    """Compare now."""

    capability = "money.move"
    screen = ReconciliationConsole

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """From the beginning when ``full`` is pressed, else since the last run."""
        is_full = "full" in request.POST
        run = services.reconcile(actor=self.actor, is_full=is_full, key=self.key, at=self.at)
        messages.info(request, f"{run.matched} of {run.seen} lines match. {run.left_open} wait for a person.")
        return reverse("console-reconciliation")


class ItemScreen(Screen):
    """One line that does not match."""

    capability = "money.view"
    template_name = "reconciliation/item.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """Both sides of it."""
        return {"item": queries.get_item(self.actor, kwargs["item_id"]), "may_move": self.actor.can("money.move")}


class ResolveItem(Action):
    """Close it with a reason."""

    capability = "money.view"
    form_class: ClassVar[type[forms.BaseForm]] = ResolveForm
    screen = ItemScreen

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call."""
        services.resolve_item(
            actor=self.actor, item_id=kwargs["item_id"], why=form.cleaned_data["why"], key=self.key, at=self.at
        )
        messages.info(request, "The line is closed with your reason.")
        return reverse("console-reconciliation")
