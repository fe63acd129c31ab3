"""The steps of a case as pages: each says what will happen before it happens, and then calls one service."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from escrow.disputes import journey, queries, services
from escrow.disputes.forms import AppealForm, EvidenceForm, NoteForm, ProposeForm, WordsForm, minor
from escrow.disputes.queries import CasePage
from escrow.disputes.states import EvidenceKind
from marketplace.storage import files
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Door, Screen


class StepScreen(Screen):
    """What a step's page shows around its form."""

    capability = "order.view"
    template_name = "disputes/step.html"
    step: ClassVar[str] = ""

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The case, the words of the step, and whether it is possible now."""
        page = queries.case_page(self.actor, kwargs["number"], self.at)
        words = journey.STEPS[self.step]
        return {
            "page": page, "case": page.case, "order": page.order, "money": journey.money_parts(page),
            "title": words.label, "button": words.button, "says": words.says, "is_possible": self.step in page.may,
        }  # fmt: skip


class StepAction(Action):
    """Does the step and returns to the room."""

    capability = "order.view"

    def get_form(self, request: MarketRequest, data: Any = None, files: Any = None, **kwargs: Any) -> forms.BaseForm:
        """The form with what it needs of the case."""
        return self.form_for(queries.case_page(self.actor, kwargs["number"], self.at), data, files)

    def form_for(self, page: CasePage, data: Any, files: Any) -> forms.BaseForm:
        """A form that needs nothing of the case."""
        return self.form_class(data, files)

    def take(self, number: str, data: dict[str, Any]) -> None:
        """Call the service."""
        raise NotImplementedError

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call; the room tells what happened."""
        self.take(kwargs["number"], form.cleaned_data)
        return reverse("case-room", args=[kwargs["number"]])


def kept(door: Door, upload: Any) -> UUID | None:
    """Store an upload first, because storage is outside our transactions; returns its id."""
    if not upload:
        return None
    return files.store(
        organization_id=door.actor.organization_id, purpose="evidence", name=upload.name, content=upload.read(),
        at=door.at,
    ).id  # fmt: skip


def screen_of(step_name: str, capability_name: str = "order.view") -> type[StepScreen]:
    """The screen of one step."""
    name = f"{step_name.title().replace('_', '')}Screen"
    return type(name, (StepScreen,), {"step": step_name, "capability": capability_name, "__doc__": step_name})


class ReplyToCase(StepAction):
    """The supplier answers."""

    form_class: ClassVar[type[forms.BaseForm]] = WordsForm
    screen = screen_of("reply")

    def take(self, number: str, data: dict[str, Any]) -> None:
        """``reply_to_case``."""
        services.reply_to_case(actor=self.actor, number=number, words=data["words"], key=self.key, at=self.at)


class ProposeSettlement(StepAction):
    """A side puts a settlement on the table."""

    screen = screen_of("propose")

    def form_for(self, page: CasePage, data: Any, files: Any) -> forms.BaseForm:
        """In the order's currency, up to what is claimed."""
        claimed = sum(line.claimed_minor for line in page.lines if not line.dropped_at)
        return ProposeForm(data, files, currency=page.order.currency, claimed_minor=claimed)

    def take(self, number: str, data: dict[str, Any]) -> None:
        """``propose_settlement``."""
        currency = queries.get_case(self.actor, number).order.currency
        services.propose_settlement(
            actor=self.actor, number=number, refund_minor=minor(data["refund"], currency),
            return_goods=data["return_goods"], replace_goods=data["replace_goods"], note=data["note"], key=self.key,
            at=self.at,
        )  # fmt: skip


class AcceptProposal(StepAction):
    """Agree to the version that was shown: a button in the room, so it has no page of its own."""

    def take(self, number: str, data: dict[str, Any]) -> None:
        """``accept_proposal``; the hash of what was shown travels with the button."""
        shown = self.request.POST.get("shown_hash", "")
        services.accept_proposal(actor=self.actor, number=number, shown_hash=shown, key=self.key, at=self.at)


class DeclineProposal(StepAction):
    """Say no to the version that was shown."""

    def take(self, number: str, data: dict[str, Any]) -> None:
        """``decline_proposal``."""
        shown = self.request.POST.get("shown_hash", "")
        services.decline_proposal(actor=self.actor, number=number, shown_hash=shown, key=self.key, at=self.at)


class EscalateCase(StepAction):
    """Call Harborline."""

    form_class: ClassVar[type[forms.BaseForm]] = NoteForm
    screen = screen_of("escalate")

    def take(self, number: str, data: dict[str, Any]) -> None:
        """``escalate_case``."""
        services.escalate_case(actor=self.actor, number=number, note=data["note"], key=self.key, at=self.at)


class WithdrawCase(StepAction):
    """The buyer lets the claim go."""

    form_class: ClassVar[type[forms.BaseForm]] = NoteForm
    screen = screen_of("withdraw")

    def take(self, number: str, data: dict[str, Any]) -> None:
        """``withdraw_case``."""
        services.withdraw_case(actor=self.actor, number=number, note=data["note"], key=self.key, at=self.at)


class AddEvidence(StepAction):
    """A side shows something."""

    screen = screen_of("evidence")

    def form_for(self, page: CasePage, data: Any, files: Any) -> forms.BaseForm:
        """With the side's own checklist."""
        return EvidenceForm(data, files, checklist=page.checklist, lines=page.lines, side=page.side)

    def take(self, number: str, data: dict[str, Any]) -> None:
        """``add_evidence``."""
        services.add_evidence(
            actor=self.actor, number=number, kind=EvidenceKind(data["kind"]), code=data["code"], part=data["part"],
            words=data["words"], file_id=kept(self, data["file"]), key=self.key, at=self.at,
        )  # fmt: skip


class ExtendEvidence(StepAction):
    """Five more days, once."""

    screen = screen_of("extend")

    def take(self, number: str, data: dict[str, Any]) -> None:
        """``extend_evidence``."""
        services.extend_evidence(actor=self.actor, number=number, key=self.key, at=self.at)


class CommentOnDecision(StepAction):
    """What a side thinks of a proposed decision."""

    form_class: ClassVar[type[forms.BaseForm]] = WordsForm
    screen = screen_of("comment")

    def take(self, number: str, data: dict[str, Any]) -> None:
        """``comment_on_decision``."""
        services.comment_on_decision(actor=self.actor, number=number, words=data["words"], key=self.key, at=self.at)


class AppealDecision(StepAction):
    """New grounds, for another officer."""

    form_class: ClassVar[type[forms.BaseForm]] = AppealForm
    screen = screen_of("appeal")

    def take(self, number: str, data: dict[str, Any]) -> None:
        """``appeal_decision``."""
        services.appeal_decision(actor=self.actor, number=number, grounds=data["grounds"], key=self.key, at=self.at)


class ConfirmGoods(StepAction):
    """The goods that were agreed on are there."""

    screen = screen_of("goods")

    def take(self, number: str, data: dict[str, Any]) -> None:
        """``confirm_goods``."""
        services.confirm_goods(actor=self.actor, number=number, key=self.key, at=self.at)
