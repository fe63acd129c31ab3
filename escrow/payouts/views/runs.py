"""``/console/payouts/``: who would be paid now and who not, and the transfers that our own bank has to send."""

import csv
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from escrow import queries, services
from escrow.payouts.forms import ReturnedForm, SentForm
from marketplace.lib.money import Money
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen

COLUMNS = ("payout", "beneficiary", "iban", "bic", "currency", "amount", "reference")


class PayoutRuns(Screen):
    """A preview of the next run, transfers by hand, and all payouts."""

    capability = "money.view"
    template_name = "payouts/runs.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """Computed as the run itself computes it."""
        rows = queries.payables(self.at)
        return {
            "paid": [row for row in rows if not row.reason],
            "left_out": [row for row in rows if row.reason],
            "transfers": queries.open_bank_payouts(),
            "batches": queries.payout_batches()[:10],
            "payouts": queries.payouts_visible_to(self.actor)[:50],
            "debts": queries.vendor_debts(self.at),
            "may_move": self.actor.can("money.move"),
        }


class TransferFile(Screen):
    """The open transfers, for the bank."""

    capability = "money.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """CSV; the payout's number is the reference that the bank shall carry."""
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="transfers.csv"'
        table = csv.writer(response)
        table.writerow(COLUMNS)
        for payout in queries.open_bank_payouts():
            amount = Money(payout.amount_minor, payout.currency).decimal
            table.writerow(
                [payout.number, payout.vendor.name, payout.iban, payout.bic, payout.currency, amount, payout.number]
            )
        return response


class ReportSent(Action):
    """Our bank has sent it."""

    capability = "money.move"
    form_class = SentForm

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call."""
        payout = services.report_bank_payout_sent(
            actor=self.actor, number=kwargs["number"], bank_reference=form.cleaned_data["bank_reference"], at=self.at
        )
        done = payout.paid_at is not None
        messages.info(request, f"{payout.number} {'is paid.' if done else 'waits for a second operator.'}")
        return reverse("payout-runs")


class ReportReturned(Action):
    """It came back, or was not sent."""

    capability = "money.move"
    form_class = ReturnedForm

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call."""
        payout = services.report_bank_payout_returned(
            actor=self.actor, number=kwargs["number"], reason=form.cleaned_data["reason"], at=self.at
        )
        messages.info(request, f"{payout.number} is available again and goes out with the next run.")
        return reverse("payout-runs")
