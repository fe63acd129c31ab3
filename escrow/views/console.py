"""The operator's money: the ledger beside the provider, operations on the way, payout runs, all orders."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from escrow import queries, services
from escrow.views.orders import OrderList
from marketplace.ledger import verify
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen


class MoneyConsole(Screen):
    """Held money must equal the ledger, to the cent."""

    capability = "money.view"
    template_name = "escrow/console/money.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """Figures of now; the verdict of ``verify`` is at most a minute old."""
        return {
            "held": queries.held_money(),
            "books": queries.books(),
            "operations": queries.open_operations()[:50],
            "orphans": queries.orphaned_events()[:20],
            "batches": queries.payout_batches()[:10],
            "verdict": verify.recent_verdict(self.at),
            "may_move": self.actor.can("money.move"),
        }


class RunPayouts(Action):
    """Pay out everything that is released."""

    capability = "money.move"
    screen = MoneyConsole

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One batch."""
        also = [UUID(value) for value in request.POST.getlist("also")]
        batch = services.run_payout_batch(actor=self.actor, key=self.key, at=self.at, also=also)
        count = batch.payouts.count()
        messages.info(request, f"{batch.number}: {count} payout{'' if count == 1 else 's'} under way.")
        return reverse("payout-runs")


class RetryOperation(Action):
    """Give an operation back to the runner."""

    capability = "money.move"
    screen = MoneyConsole

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """The runner asks the provider first."""
        services.retry_operation(actor=self.actor, operation_id=kwargs["operation_id"], at=self.at)
        messages.info(request, "The provider is asked again.")
        return reverse("console-money")


class OrderConsole(OrderList):
    """All orders of the market."""

    capability = "market.view"
