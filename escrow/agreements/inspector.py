"""The inspector's door: a page without an account, opened by a signed link, where the report is handed in once."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from escrow.agreements import queries, services
from escrow.agreements.forms import ReportForm
from escrow.agreements.services.reports import Attachment
from escrow.agreements.states import InspectionState
from marketplace.lib.actor import Actor
from marketplace.storage import files
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen

INSPECTOR = Actor.for_system("agreements.inspector")


class ReportScreen(Screen):
    """What to measure, and after the report what was found."""

    template_name = "agreements/report.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The inspection that the link names. 404 for every other link."""
        row, items, report = queries.report_of_link(kwargs["secret"])
        said = {one["no"]: one for one in report.items} if report else {}
        return {
            "row": row, "order": row.order, "report": report, "findings": [(item, said.get(item.no)) for item in items],
            "is_open": row.state == InspectionState.APPOINTED and report is None,
        }  # fmt: skip


class SubmitReport(Action):
    """Hand in the report."""

    screen = ReportScreen

    def get_form(self, request: MarketRequest, data: Any = None, files: Any = None, **kwargs: Any) -> forms.BaseForm:
        """A row for each requirement."""
        _, items, _ = queries.report_of_link(kwargs["secret"])
        return ReportForm(data, files, items=items)

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """Keep the files first, because storage is outside our transaction; then ``submit_report``."""
        values = form.cleaned_data
        uploads = [values[name] for name in ("photo", "document") if values[name]]
        services.submit_report(
            actor=INSPECTOR, secret=kwargs["secret"], inspector=values["inspector"], company=values["company"],
            findings=form.findings(), summary=values["summary"], is_passed=values["verdict"] == "pass",
            attachments=[self._kept(upload) for upload in uploads], key=self.key, at=self.at,
        )  # fmt: skip
        return reverse("inspection-report", args=[kwargs["secret"]])

    def _kept(self, upload: Any) -> Attachment:
        stored = files.store(
            organization_id=None, purpose="evidence", name=upload.name, content=upload.read(), at=self.at
        )
        return Attachment(stored.id, stored.name, stored.sha256)
