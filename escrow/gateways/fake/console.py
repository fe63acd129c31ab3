"""The sandbox's console, for operators: move the clock, spoil calls and notices, play payers, banks and networks."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from escrow.gateways.fake import engine
from escrow.gateways.fake.engine import Fault
from escrow.gateways.fake.forms import STEPS, ClockForm, DeliveryForm, EventForm, FaultForm
from escrow.gateways.fake.models import World
from escrow.gateways.fake.store import ApiError
from escrow.gateways.fake.views import OnlyInSandbox
from marketplace.lib.errors import Conflict
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen

SHOWN = 20


class ConsolePage(OnlyInSandbox, Screen):
    """The fake as it stands."""

    capability = "money.view"
    template_name = "sandbox/console.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The newest objects that something can still happen to, and the newest notices."""
        return {
            "world": engine.overview(),
            "may_move": self.actor.can("money.move"),
            "steps": list(STEPS),
            "deliveries": World.Delivery.choices,
            "faults": [(fault.value, FAULTS[fault]) for fault in Fault],
            "payments": engine.recent("payment_intent", SHOWN, status="succeeded"),
            "disputes": engine.recent("dispute", SHOWN),
            "refunds": engine.recent("refund", SHOWN),
            "payouts": engine.recent("payout", SHOWN),
            "notices": engine.recent_notices(SHOWN),
        }


FAULTS = {
    Fault.REFUSED: "is declined",
    Fault.REQUEST_LOST: "never arrives (time-out)",
    Fault.RESPONSE_LOST: "is done, but its answer gets lost",
    Fault.SERVER_ERROR: "meets an error of the provider",
}


class ConsoleAction(OnlyInSandbox, Action):
    """Each button of the console."""

    capability = "money.move"
    screen = ConsolePage

    def play(self, data: dict[str, Any]) -> str:
        """Do it; returns what to tell."""
        raise NotImplementedError

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """Play, tell, stay."""
        try:
            messages.info(request, self.play(form.cleaned_data))
        except ApiError as error:
            raise Conflict(str(error)) from error
        return reverse("sandbox-console")


class MoveClock(ConsoleAction):
    """Time passes at the provider."""

    form_class: ClassVar[type[forms.BaseForm]] = ClockForm

    def play(self, data: dict[str, Any]) -> str:
        """Forward only."""
        at = engine.advance(seconds=int(STEPS[data["step"]].total_seconds()))
        return f"At the provider it is {at:%-d %b %Y, %H:%M} now."


class SpoilNotices(ConsoleAction):
    """Notices travel otherwise from now on."""

    form_class: ClassVar[type[forms.BaseForm]] = DeliveryForm

    def play(self, data: dict[str, Any]) -> str:
        """What was held back goes out."""
        delivery = World.Delivery(data["delivery"])
        engine.set_delivery(delivery)
        return f"Notices are delivered: {delivery.label.lower()}."


class SpoilCall(ConsoleAction):
    """The next call suffers something."""

    form_class: ClassVar[type[forms.BaseForm]] = FaultForm

    def play(self, data: dict[str, Any]) -> str:
        """One fault for one call."""
        fault = Fault(data["fault"])
        engine.plan_faults(fault)
        return f"The next call that writes {FAULTS[fault]}."


class PlayEvent(ConsoleAction):
    """A payer's bank, a card network or a bank does something."""

    form_class: ClassVar[type[forms.BaseForm]] = EventForm

    def play(self, data: dict[str, Any]) -> str:
        """To one object."""
        ref, event = data["ref"], data["event"]
        engine.play(ref=ref, event=event, at=self.at)
        return f"Done: {event.replace('_', ' ')} for {ref}."
