"""Catalogue files: hand in, watch, mend, confirm."""

import csv
import io
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from listings import policy, queries, services
from listings.forms import ImportForm
from listings.imports import columns
from listings.imports.refused import refused_csv, refused_xlsx
from listings.states import ImportState
from marketplace.lib.actor import require
from marketplace.lib.errors import NotFound
from marketplace.storage import files
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Door, Screen

_SHOWN = 20
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WORKING = {ImportState.UPLOADED, ImportState.CHECKING, ImportState.RUNNING}


class Imports(Screen):
    """The company's imports and the form for the next one."""

    capability = "listing.view"
    template_name = "listings/imports.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The latest twenty."""
        return {"imports": queries.imports_of(self.actor)[:_SHOWN], "may_edit": self.actor.can("listing.edit")}


class StartImport(Action):
    """Hand in a file; the same address lists what was handed in before."""

    capability = "listing.view"
    form_class = ImportForm
    screen = Imports

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Keep the bytes, start the dry run, show it."""
        require(policy.may_edit_catalogue(self.actor, self.actor.organization_id))
        sent = form.cleaned_data["catalogue"]
        stored = files.store(
            organization_id=self.actor.organization_id,
            purpose="import",
            name=sent.name,
            content=sent.read(),
            at=self.at,
        )
        started = services.start_import(
            actor=self.actor,
            file_id=stored.id,
            default_category_id=form.cleaned_data["default_category"],
            publish_complete=form.cleaned_data["publish_complete"],
            key=self.key,
            at=self.at,
        )
        return reverse("import", args=[started.number])


class ImportScreen(Screen):
    """One import: progress, how columns were understood, problems. Its progress part refreshes itself."""

    capability = "listing.view"
    template_name = "listings/import.html"
    fragment_name = "listings/parts/progress.html"

    def get_context(self, request: MarketRequest, *, number: str, **kwargs: Any) -> dict[str, Any]:
        """``?after=`` pages through the problems."""
        chosen = queries.get_import(self.actor, number)
        after = request.GET.get("after", "")
        problems = queries.import_problems(
            chosen, after=int(after) if after.isascii() and after.isdigit() and len(after) < 18 else 0
        )
        return {
            "import": chosen,
            "problems": problems,
            "next_url": f"?after={problems[-1].id}" if len(problems) == queries.PROBLEMS else "",
            "columns": [(column, columns.label(meaning), meaning) for column, meaning in chosen.meanings.items()],
            "is_working": chosen.state in _WORKING,
            "may_confirm": chosen.state == ImportState.CHECKED
            and chosen.rows_total > chosen.rows_refused
            and self.actor.can("listing.edit"),
        }


class ConfirmImport(Action):
    """Write what was checked."""

    capability = "listing.edit"
    form_class = forms.Form

    def perform(self, request: MarketRequest, form: Any, *, number: str, **kwargs: Any) -> str:
        """Confirm, and watch it run."""
        chosen = queries.get_import(self.actor, number)
        services.confirm_import(actor=self.actor, import_id=chosen.id, at=self.at)
        return reverse("import", args=[number])


class RefusedRows(Door):
    """The refused rows as a file to mend and hand in again."""

    capability = "listing.view"

    def get(self, request: HttpRequest, number: str, kind: str) -> HttpResponse:
        """CSV or XLSX, by the address."""
        chosen = queries.get_import(self.actor, number)
        if not chosen.rows_refused:
            raise NotFound
        header, rows = queries.refused_rows(chosen)
        content = refused_csv(header, rows) if kind == "csv" else refused_xlsx(header, rows)
        response = HttpResponse(content, content_type="text/csv; charset=utf-8" if kind == "csv" else _WORKBOOK)
        response["Content-Disposition"] = f'attachment; filename="{chosen.number}-refused.{kind}"'
        return response


class ImportTemplate(Door):
    """An empty CSV with the columns that we understand best."""

    capability = "listing.view"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The header and one example."""
        out = io.StringIO(newline="")
        csv.writer(out).writerows([columns.TEMPLATE, columns.EXAMPLE])
        response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="harborline-catalogue.csv"'
        return response
