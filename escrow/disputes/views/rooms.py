"""Cases as pages for both sides: the list, the room with everything in it, and the door that opens one."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from escrow.disputes import claims, journey, queries, services
from escrow.disputes.claimable import claimable_parts
from escrow.disputes.forms import TABS, FilterForm, OpenForm
from escrow.disputes.states import CaseType, Remedy
from marketplace.ledger import queries as ledger
from marketplace.storage import files
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Door, Screen
from messaging import policy as messaging_policy
from messaging import queries as messaging
from messaging.forms import MessageForm
from messaging.presentation import Reader, entries

SHOWN = 100


class CaseList(Screen):
    """The actor's cases on either side. Every filter is in the address."""

    capability = "order.view"
    template_name = "disputes/list.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The newest hundred that match."""
        form = FilterForm(request.GET)
        filters = form.cleaned_data if form.is_valid() else {}
        show, text = filters.get("show") or "open", filters.get("q", "")
        cases = queries.cases_for(self.actor, show=show, text=text)[:SHOWN]
        return {"rows": queries.case_rows(self.actor, list(cases)), "show": show, "text": text, "tabs": TABS}


class CaseRoom(Screen):
    """One case: who is next and until when, the claim and its money, proposals, evidence, decisions, words."""

    capability = "order.view"
    template_name = "disputes/room.html"
    fragment_name = "disputes/parts/room.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The page in the shape of the side that looks."""
        page = queries.case_page(self.actor, kwargs["number"], self.at)
        return {
            "page": page, "case": page.case, "order": page.order, "stations": journey.stations(page.case.state),
            "moments": journey.moments(page), "money": journey.money_parts(page), "actions": journey.actions(page),
            "hint": claims.RULES[CaseType(page.case.type)].hint, **self._conversation(page),
        }  # fmt: skip

    def _conversation(self, page: queries.CasePage) -> dict[str, Any]:
        """The case's thread, for those who take part in it."""
        code = page.case.thread_code
        if not code or not messaging.may_watch(self.actor, code):
            return {}
        found = messaging.get_thread(self.actor, code)
        reader = Reader(actor=self.actor, at=self.at, seen_seq=found.seen_seq)
        return {
            "found": found, "thread": found.thread, "form": MessageForm(),
            "entries": list(entries(messaging.events_page(found.thread), reader)),
            "may_send": messaging_policy.may_send(self.actor),
        }  # fmt: skip


class OpenScreen(Screen):
    """What may be claimed of an order, and what will be asked for as proof."""

    capability = "order.accept"
    template_name = "disputes/open.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The order and its parts."""
        order = ledger.get_order(self.actor, kwargs["number"])
        parts = claimable_parts(order)
        fitting = {code for part in parts for code in part.types}
        proofs = [(kind.label, claims.wanted(kind, "buyer")) for kind in claims.CHOOSABLE if kind in fitting]
        return {"order": order, "parts": parts, "proofs": proofs}


class OpenCase(Action):
    """Report a problem."""

    capability = "order.accept"
    screen = OpenScreen

    def get_form(self, request: MarketRequest, data: Any = None, files: Any = None, **kwargs: Any) -> forms.BaseForm:
        """A field for each part of the order that may be claimed."""
        order = ledger.get_order(self.actor, kwargs["number"])
        return OpenForm(data, files, parts=claimable_parts(order), currency=order.currency)

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """``open_case``."""
        case = services.open_case(
            actor=self.actor, order_number=kwargs["number"], kind=CaseType(form.cleaned_data["kind"]),
            parts=form.claimed(), remedy=Remedy(form.cleaned_data["remedy"]), account=form.cleaned_data["account"],
            key=self.key, at=self.at,
        )  # fmt: skip
        return reverse("case-room", args=[case.number])


class EvidenceFile(Door):
    """A piece of evidence, for both sides and the officers."""

    capability = "order.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand on to a signed link of the storage."""
        return HttpResponseRedirect(
            files.download_url(queries.evidence_file(self.actor, kwargs["number"], kwargs["no"]))
        )


class InspectionReport(Door):
    """The inspector's report, for both sides and the officers."""

    capability = "order.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand on to a signed link of the storage."""
        return HttpResponseRedirect(files.download_url(queries.inspection_report(self.actor, kwargs["number"])))
