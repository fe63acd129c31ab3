"""The buyer's door: list, write, post and follow requests."""

from typing import Any, ClassVar
from uuid import UUID

from django.urls import reverse

from marketplace.lib.actor import require
from marketplace.lib.errors import NotFound
from marketplace.storage import files as storage
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen
from rfq import forms, policy, queries, services
from rfq.forms.requests import blank_initial, end_of, initial_of
from rfq.models import Rfq
from rfq.queries.directory import address_choices, category_choices, lines_of_listing, suppliers
from rfq.states import RFQ, RfqState
from rfq.story import moments_of

_PAGE = 50
_SAVE = "save"


def rfq_url(number: str) -> str:
    """The buyer's page of a request."""
    return reverse("rfq-detail", args=[number])


class RfqList(Screen):
    """All requests of the buyer's company, by state."""

    template_name = "rfq/list.html"
    capability = "rfq.view"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """One page; the filters are in the address."""
        state, text = request.GET.get("state", ""), request.GET.get("q", "").strip()
        counts = queries.state_counts(self.actor)
        chips = [
            {"value": one.value, "label": one.label, "count": counts.get(one.value, 0), "current": state == one.value}
            for one in RfqState
            if counts.get(one.value)
        ]
        return {
            "rfqs": queries.rfqs_of_buyer(self.actor, state=state, text=text)[:_PAGE],
            "chips": chips,
            "total": sum(counts.values()),
            "state": state,
            "text": text,
            "at": self.at,
            "may_post": policy.may_post_rfq(self.actor),
        }


class RfqDetail(Screen):
    """One request: what was asked, who answered, what happened."""

    template_name = "rfq/detail.html"
    capability = "rfq.view"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The request with its bids."""
        rfq = queries.get_rfq(self.actor, kwargs["number"])
        bids = queries.quotes_for_buyer(self.actor, rfq, self.at)
        manages = policy.may_manage_rfq(self.actor, rfq)
        bidding = rfq.takes_quotes(self.at)
        return {
            "rfq": rfq,
            "bids": bids,
            "funnel": queries.funnel(rfq),
            "moments": moments_of(rfq, bids, self.at),
            "bidding": bidding,
            "sealed": rfq.is_sealed(self.at),
            "is_draft": rfq.state == RfqState.DRAFT,
            "may_change": manages and bidding,
            "may_publish": manages and rfq.state == RfqState.DRAFT,
            "may_attach": manages and (bidding or rfq.state == RfqState.DRAFT),
            "may_cancel": manages and RFQ.allows(rfq.state, "cancel"),
            "may_compare": rfq.state != RfqState.DRAFT and bool(bids),
        }


class RfqFormScreen(Screen):
    """The page around the form of a request."""

    template_name = "rfq/form.html"
    capability = "rfq.post"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The draft being changed, if any."""
        return {"rfq": queries.get_rfq(self.actor, kwargs["number"]) if "number" in kwargs else None}


class NewRfq(Action):
    """Write a request; keep it as a draft or post it."""

    capability = "rfq.post"
    screen = RfqFormScreen
    form_class = forms.RfqForm

    def get_form(self, request: MarketRequest, data: Any = None, files: Any = None, **kwargs: Any) -> forms.RfqForm:
        """Prefilled from ``?listing=`` and ``?supplier=``."""
        initial = blank_initial(self.currency(), self.at)
        listing, supplier = request.GET.get("listing", ""), request.GET.get("supplier", "")
        if listing:
            initial |= lines_of_listing(self.actor, listing)
        if supplier:
            chosen = [str(one.id) for one in suppliers(self.actor) if one.slug == supplier]
            initial |= {"vendors": chosen, "visibility": "INVITED" if chosen else "OPEN"}
        return forms.RfqForm(data, choices=self.choices(), initial=initial)

    def choices(self) -> forms.RfqChoices:
        """Categories, suppliers and addresses to choose from."""
        return forms.RfqChoices(category_choices(), suppliers(self.actor), address_choices(self.actor))

    def currency(self) -> str:
        """The buyer's own."""
        return queries.own_currency(self.actor)

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Save or post, as the button says."""
        save = services.save_rfq_draft if _SAVE in request.POST else services.post_rfq
        rfq = save(actor=self.actor, draft=form.draft(), key=self.key, at=self.at, rfq_id=self.rfq_id(**kwargs))
        return rfq_url(rfq.number)

    def rfq_id(self, **kwargs: Any) -> UUID | None:
        """A new one."""
        return None


class EditRfq(NewRfq):
    """Change a draft; keep it or post it."""

    def get_form(self, request: MarketRequest, data: Any = None, files: Any = None, **kwargs: Any) -> forms.RfqForm:
        """Prefilled with the draft."""
        choices = self.choices()
        initial = initial_of(self._draft(kwargs["number"]), choices.addresses)
        return forms.RfqForm(data, choices=choices, initial=initial)

    def rfq_id(self, **kwargs: Any) -> UUID:
        """The draft's."""
        return self._draft(kwargs["number"]).id

    def _draft(self, number: str) -> Rfq:
        rfq = queries.get_rfq(self.actor, number)
        if rfq.state != RfqState.DRAFT:
            raise NotFound
        return rfq


class RfqAction(Action):
    """A step on one request of the buyer's company; leads back to its page."""

    capability: ClassVar[str | None] = "rfq.post"

    def rfq(self) -> Rfq:
        """The request in the address."""
        return queries.get_rfq(self.actor, self.kwargs["number"])

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Take the step."""
        rfq = self.rfq()
        self.step(rfq, form)
        return rfq_url(rfq.number)

    def step(self, rfq: Rfq, form: Any) -> None:
        """Call one service."""
        raise NotImplementedError


class PublishRfq(RfqAction):
    """Post a saved draft."""

    def step(self, rfq: Rfq, form: Any) -> None:
        """Post it."""
        services.publish_rfq(actor=self.actor, rfq_id=rfq.id, key=self.key, at=self.at)


class ExtendDeadline(RfqAction):
    """Move the deadline back."""

    form_class = forms.DeadlineForm

    def step(self, rfq: Rfq, form: Any) -> None:
        """To the end of that day."""
        closes_at = end_of(form.cleaned_data["closes_on"])
        services.extend_deadline(actor=self.actor, rfq_id=rfq.id, closes_at=closes_at, key=self.key, at=self.at)


class CancelRfq(RfqAction):
    """Take a request back."""

    form_class = forms.CancelForm

    def step(self, rfq: Rfq, form: Any) -> None:
        """With its reason."""
        reason = form.cleaned_data["reason"]
        services.cancel_rfq(actor=self.actor, rfq_id=rfq.id, reason=reason, key=self.key, at=self.at)


class InviteScreen(Screen):
    """Choose more suppliers."""

    template_name = "rfq/invite.html"
    capability = "rfq.post"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The request."""
        return {"rfq": queries.get_rfq(self.actor, kwargs["number"])}


class InviteVendors(RfqAction):
    """Ask more suppliers by name."""

    screen = InviteScreen

    def get_form(self, request: MarketRequest, data: Any = None, files: Any = None, **kwargs: Any) -> forms.InviteForm:
        """Those not invited yet."""
        return forms.InviteForm(data, suppliers=suppliers(self.actor, but_not_of=self.rfq()))

    def step(self, rfq: Rfq, form: Any) -> None:
        """Tell them."""
        chosen = [UUID(one) for one in form.cleaned_data["vendors"]]
        services.invite_vendors(actor=self.actor, rfq_id=rfq.id, vendor_ids=chosen, key=self.key, at=self.at)


class AddFile(RfqAction):
    """Attach a drawing or specification. The bytes are stored first, outside of the service's transaction."""

    form_class = forms.FileForm

    def get_form(self, request: MarketRequest, data: Any = None, files: Any = None, **kwargs: Any) -> forms.FileForm:
        """With the uploaded file."""
        return forms.FileForm(data, files)

    def step(self, rfq: Rfq, form: Any) -> None:
        """Store it and attach it."""
        require(policy.may_manage_rfq(self.actor, rfq))
        upload = form.cleaned_data["file"]
        stored = storage.store(
            organization_id=self.actor.organization_id,
            purpose="rfq",
            name=upload.name,
            content=upload.read(),
            at=self.at,
        )
        services.add_file(actor=self.actor, rfq_id=rfq.id, file_id=stored.id, key=self.key, at=self.at)
