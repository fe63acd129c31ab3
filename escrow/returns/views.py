"""Returns as pages: the lists, the request, the room, and one page for each step."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from escrow.returns import journey, queries, services
from escrow.returns.forms import (
    CounterForm,
    CountForm,
    DecideForm,
    FilterForm,
    JudgeForm,
    PolicyForm,
    ReasonForm,
    RequestForm,
    ShipForm,
    TrackingForm,
)
from escrow.returns.machinery.offers import Offer
from escrow.returns.services.goods import LineVerdict, Receipt
from escrow.returns.services.requests import NewLine, Wanted
from escrow.returns.states import Payer
from escrow.returns.terms import FLOOR
from marketplace.ledger.plans import percent
from marketplace.storage import files
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Door, Screen

SHOWN = 100


class ReturnList(Screen):
    """The actor's returns on either side. Every filter is in the address."""

    capability = "order.view"
    template_name = "returns/list.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The newest hundred that match."""
        form = FilterForm(request.GET)
        filters = form.cleaned_data if form.is_valid() else {}
        show = filters.get("show") or "open"
        text = filters.get("q", "")
        rows = queries.returns_for(self.actor, show=show, text=text)[:SHOWN]
        return {
            "rows": [(row, journey.next_step(row)) for row in rows],
            "show": show,
            "text": text,
            "tabs": [("waiting", "Waiting for you"), ("open", "Open"), ("done", "Done"), ("all", "All")],
            "states": queries.open_by_state(self.actor) if self.actor.operates else [],
        }


class ReturnRoom(Screen):
    """One return: where it stands, until when, what is on the table, what goes back."""

    capability = "order.view"
    template_name = "returns/room.html"
    fragment_name = "returns/parts/room.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The page in the shape of the side that looks."""
        page = queries.return_page(self.actor, kwargs["number"])
        return {
            "page": page,
            "row": page.row,
            "order": page.row.order,
            "steps": journey.stations(page.row),
            "moments": journey.moments(page),
            "waits": journey.waits(page),
            "bars": journey.quantity_bars(page.lines),
            "money": journey.money_parts(page.row),
            "actions": journey.actions(page),
            **_on_the_table(page),
        }


def _on_the_table(page: queries.ReturnPage) -> dict[str, Any]:
    offer = page.open_offer
    if offer is None:
        return {}
    text = journey.offer_words(offer.remedy, offer.credit_bp, offer.restocking_bp)
    return {"offer_text": text, "offer_pieces": journey.offer_pieces(offer, page.lines)}


class RequestScreen(Screen):
    """What may go back, by which rules."""

    capability = "order.accept"
    template_name = "returns/request.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The order and its rules."""
        order = queries.get_order(self.actor, kwargs["number"])
        terms = queries.terms_for(order)
        return {
            "order": order, "terms": terms, "units": queries.returnable_units(order),
            "restocking": percent(terms.restocking_bp),
            "freight_on_fault": Payer(terms.freight_on_fault).label,
        }  # fmt: skip


class RequestReturn(Action):
    """Ask to send goods back."""

    capability = "order.accept"
    form_class: ClassVar[type[forms.BaseForm]] = RequestForm
    screen = RequestScreen

    def get_form(self, request: MarketRequest, data: Any = None, files: Any = None, **kwargs: Any) -> forms.BaseForm:
        """One field for each position that can still go back."""
        order = queries.get_order(self.actor, kwargs["number"])
        units = queries.returnable_units(order)
        left = queries.returnable_quantities(order, queries.returnable_unit(order, None)) if units else {}
        available = [(line.position, line.description, left[line.position]) for line in order.lines.all()
                     if line.position in left]  # fmt: skip
        return RequestForm(data, files, available=available, remedies=queries.terms_for(order).remedies)

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """Keep the photo first, because storage is outside our transaction; then ``request_return``."""
        values = form.cleaned_data
        photo = values["photos"]
        kept = [_kept(self, photo)] if photo else []
        row = services.request_return(
            actor=self.actor, order_number=kwargs["number"], reason=values["reason"], note=values["note"],
            lines=[NewLine(*line) for line in form.lines], wanted=Wanted(values["remedy"], values["credit"]),
            file_ids=kept, key=self.key, at=self.at,
        )  # fmt: skip
        messages.info(request, "Requested. The supplier has three business days to answer.")
        return reverse("return-room", args=[row.number])


def _kept(door: Door, upload: Any) -> Any:
    return files.store(
        organization_id=door.actor.organization_id, purpose="evidence", name=upload.name, content=upload.read(),
        at=door.at,
    ).id  # fmt: skip


class StepScreen(Screen):
    """What a step's page shows around its form."""

    capability = "order.view"
    template_name = "returns/step.html"
    step: ClassVar[str] = ""

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The return, the words of the step, and whether it is possible now."""
        page = queries.return_page(self.actor, kwargs["number"])
        words = journey.STEPS[self.step]
        return {
            "page": page, "row": page.row, "order": page.row.order, "title": words.label, "button": words.button,
            "says": words.says, "bars": journey.quantity_bars(page.lines), "is_possible": self.step in page.may,
        }  # fmt: skip


class StepAction(Action):
    """Does the step and returns to the room."""

    capability = "order.view"

    def get_form(self, request: MarketRequest, data: Any = None, files: Any = None, **kwargs: Any) -> forms.BaseForm:
        """The form with what it needs of the return."""
        page = queries.return_page(self.actor, kwargs["number"])
        return self.form_for(page, data, files)

    def form_for(self, page: queries.ReturnPage, data: Any, files: Any) -> forms.BaseForm:
        """A form that needs nothing of the return."""
        return self.form_class(data, files)

    def take(self, number: str, form: Any) -> None:
        """Call the service."""
        raise NotImplementedError

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call; the room tells what happened."""
        self.take(kwargs["number"], form)
        return reverse("return-room", args=[kwargs["number"]])


class AcceptOffer(StepAction):
    """Take the proposal that was shown: a button in the room, so it has no page of its own."""

    def take(self, number: str, form: Any) -> None:
        """``accept_offer``; the hash of what was shown travels with the button."""
        shown = self.request.POST.get("offer_hash", "")
        services.accept_offer(actor=self.actor, number=number, offer_hash=shown, key=self.key, at=self.at)


class CounterScreen(StepScreen):
    """Another proposal."""

    step = "counter"


class CounterOffer(StepAction):
    """Propose something else."""

    screen = CounterScreen

    def form_for(self, page: queries.ReturnPage, data: Any, files: Any) -> forms.BaseForm:
        """With the open proposal filled in."""
        offer = page.open_offer
        initial = {}
        if offer:
            initial = {"remedy": offer.remedy, "credit": offer.credit_bp // 100, "freight_payer": offer.freight_payer}
        return CounterForm(data, files, lines=page.lines, initial=initial)

    def take(self, number: str, form: Any) -> None:
        """``counter_offer``."""
        values = form.cleaned_data
        offer = Offer(
            remedy=values["remedy"], credit_bp=values["credit"], restocking_bp=values["restocking"],
            freight_payer=values["freight_payer"], quantities=form.quantities, note=values["note"],
        )  # fmt: skip
        services.counter_offer(actor=self.actor, number=number, offer=offer, key=self.key, at=self.at)


class RefuseScreen(StepScreen):
    """Why not."""

    step = "refuse"


class RefuseReturn(StepAction):
    """The supplier refuses."""

    form_class: ClassVar[type[forms.BaseForm]] = ReasonForm
    screen = RefuseScreen

    def take(self, number: str, form: Any) -> None:
        """``refuse_return``."""
        services.refuse_return(actor=self.actor, number=number, key=self.key, at=self.at, **form.cleaned_data)


class WithdrawScreen(StepScreen):
    """Why it is no longer wanted."""

    step = "withdraw"


class WithdrawReturn(StepAction):
    """The buyer ends it."""

    form_class: ClassVar[type[forms.BaseForm]] = ReasonForm
    screen = WithdrawScreen

    def take(self, number: str, form: Any) -> None:
        """``withdraw_return``."""
        services.withdraw_return(actor=self.actor, number=number, key=self.key, at=self.at, **form.cleaned_data)


class EscalateScreen(StepScreen):
    """Why Harborline should decide."""

    step = "escalate"


class EscalateReturn(StepAction):
    """The buyer asks for a decision."""

    form_class: ClassVar[type[forms.BaseForm]] = ReasonForm
    screen = EscalateScreen

    def take(self, number: str, form: Any) -> None:
        """``escalate_return``."""
        services.escalate_return(actor=self.actor, number=number, key=self.key, at=self.at, **form.cleaned_data)


class ShipScreen(StepScreen):
    """Carrier, number, freight."""

    step = "ship"


class ShipReturn(StepAction):
    """The goods left the buyer."""

    screen = ShipScreen

    def form_for(self, page: queries.ReturnPage, data: Any, files: Any) -> forms.BaseForm:
        """Asks for the freight only where the supplier bears a part of it."""
        asks = page.row.freight_payer != Payer.BUYER
        return ShipForm(data, files, currency=page.row.order.currency, asks_freight=asks)

    def take(self, number: str, form: Any) -> None:
        """``ship_return``."""
        values = {"freight_minor": 0, **form.cleaned_data}
        services.ship_return(actor=self.actor, number=number, key=self.key, at=self.at, **values)


class ReceiveScreen(StepScreen):
    """What arrived."""

    step = "receive"


class ReceiveReturn(StepAction):
    """The goods arrived at the supplier."""

    screen = ReceiveScreen

    def form_for(self, page: queries.ReturnPage, data: Any, files: Any) -> forms.BaseForm:
        """One count per position."""
        return CountForm(data, files, lines=page.lines)

    def take(self, number: str, form: Any) -> None:
        """``receive_return``."""
        services.receive_return(actor=self.actor, number=number, receipts=_receipts(form), key=self.key, at=self.at)


class ShortageScreen(StepScreen):
    """What was missing after all."""

    step = "shortage"


class DeclareShortage(StepAction):
    """Fewer pieces than counted."""

    screen = ShortageScreen

    def form_for(self, page: queries.ReturnPage, data: Any, files: Any) -> forms.BaseForm:
        """One count per position, downwards only."""
        return CountForm(data, files, lines=page.lines, is_correction=True)

    def take(self, number: str, form: Any) -> None:
        """``declare_shortage``."""
        services.declare_shortage(actor=self.actor, number=number, receipts=_receipts(form), key=self.key, at=self.at)


def _receipts(form: CountForm) -> dict[int, Receipt]:
    return {no: Receipt(quantity=count, condition=condition) for no, (count, condition) in form.counts.items()}


class JudgeScreen(StepScreen):
    """What was found."""

    step = "judge"


class JudgeReturn(StepAction):
    """The supplier's verdict."""

    screen = JudgeScreen

    def form_for(self, page: queries.ReturnPage, data: Any, files: Any) -> forms.BaseForm:
        """Outcomes per position."""
        return JudgeForm(data, files, lines=page.lines)

    def take(self, number: str, form: Any) -> None:
        """``judge_return``."""
        verdicts = {no: LineVerdict(**said) for no, said in form.verdicts.items()}
        services.judge_return(actor=self.actor, number=number, verdicts=verdicts, key=self.key, at=self.at)


class SettleScreen(StepScreen):
    """What accepting the verdict does."""

    step = "settle"


class AcceptVerdict(StepAction):
    """The buyer agrees with the findings."""

    screen = SettleScreen

    def take(self, number: str, form: Any) -> None:
        """``accept_verdict``."""
        services.accept_verdict(actor=self.actor, number=number, key=self.key, at=self.at)


class SendRemedyScreen(StepScreen):
    """Carrier and number of what makes good."""

    step = "send-remedy"


class SendRemedy(StepAction):
    """The replacement or the repaired goods leave the supplier."""

    form_class: ClassVar[type[forms.BaseForm]] = TrackingForm
    screen = SendRemedyScreen

    def take(self, number: str, form: Any) -> None:
        """``send_remedy``."""
        services.send_remedy(actor=self.actor, number=number, key=self.key, at=self.at, **form.cleaned_data)


class ConfirmScreen(StepScreen):
    """What confirming does."""

    step = "confirm"


class ConfirmRemedy(StepAction):
    """The buyer has what makes good."""

    screen = ConfirmScreen

    def take(self, number: str, form: Any) -> None:
        """``confirm_remedy``."""
        services.confirm_remedy(actor=self.actor, number=number, key=self.key, at=self.at)


class DecideScreen(StepScreen):
    """Who gets what."""

    capability = "money.view"
    step = "decide"


class DecideReturn(StepAction):
    """Harborline decides."""

    capability = "money.view"
    screen = DecideScreen

    def form_for(self, page: queries.ReturnPage, data: Any, files: Any) -> forms.BaseForm:
        """In the order's currency."""
        return DecideForm(data, files, currency=page.row.order.currency)

    def take(self, number: str, form: Any) -> None:
        """``decide_return``."""
        services.decide_return(actor=self.actor, number=number, key=self.key, at=self.at, **form.cleaned_data)


class ReturnFileDownload(Door):
    """A photo or report of a return, for both sides and the operator."""

    capability = "order.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand on to a signed link of the storage."""
        stored = queries.find_return_file(self.actor, kwargs["number"], kwargs["position"])
        return HttpResponseRedirect(files.download_url(stored))


class PolicyScreen(Screen):
    """The supplier's own rules beside the market's floor."""

    capability = "storefront.edit"
    template_name = "returns/policy.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The floor, in words of the form."""
        return {"floor": FLOOR, "current": queries.find_policy(self.actor.organization_id)}


class SavePolicy(Action):
    """Change the rules for returns asked for from now on."""

    capability = "storefront.edit"
    form_class: ClassVar[type[forms.BaseForm]] = PolicyForm
    screen = PolicyScreen

    def get_form(self, request: MarketRequest, data: Any = None, files: Any = None, **kwargs: Any) -> forms.BaseForm:
        """Filled with the rules of today."""
        return PolicyForm(data, files, initial=journey.policy_initial(queries.find_policy(self.actor.organization_id)))

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """``save_return_policy``."""
        values = {**form.cleaned_data, "remedies": tuple(form.cleaned_data["remedies"])}
        services.save_return_policy(actor=self.actor, key=self.key, at=self.at, **values)
        messages.info(request, "Saved. It holds for returns asked for from now on.")
        return reverse("return-policy")
