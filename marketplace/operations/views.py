"""The console's own queue: facts that could not be delivered. The other queues belong to their packages."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from marketplace.outbox import queries, services
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen


class ParkedEvents(Screen):
    """Parked outbox rows, and how far the delivery is."""

    capability = "market.view"
    template_name = "operations/outbox.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The newest hundred parked events and the backlog."""
        return {
            "events": queries.parked()[:100],
            "backlog": queries.backlog(),
            "may_retry": self.actor.can("outbox.retry"),
        }


class RetryEvent(Action):
    """Put one parked event back into the queue."""

    capability = "outbox.retry"

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call."""
        event = services.retry_event(actor=self.actor, event_id=kwargs["event_id"], at=self.at)
        messages.info(request, f"{event.kind} is back in the queue.")
        return reverse("outbox-parked")
