"""The HTML door of chargebacks: the operator's queue and answer, the parties' view of theirs."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from escrow.chargebacks import journey, policy, queries, services
from escrow.chargebacks.forms import LiabilityForm, StatementForm, WriteOffForm
from escrow.chargebacks.states import Liability
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen


class ChargebackConsole(Screen):
    """The operator's queue, the most urgent first."""

    capability = "money.view"
    template_name = "chargebacks/console.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """Counts, and the newest hundred."""
        return {"record": queries.record(self.actor), "chargebacks": queries.chargebacks(self.actor)[:100]}


class ChargebackScreen(Screen):
    """One chargeback as its reader may see it: the parties without the operator's buttons."""

    capability = "order.view"
    template_name = "chargebacks/chargeback.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """Money, evidence, history, and the forms of this reader."""
        chargeback = queries.get_chargeback(self.actor, kwargs["ref"])
        may_answer = policy.may_answer(self.actor) and chargeback.is_open
        may_tell = policy.may_add_statement(self.actor, chargeback) and journey.wants_evidence(chargeback)
        sees_evidence = policy.may_see_all(self.actor) or self.actor.belongs_to(chargeback.order.vendor_id)
        return {
            "chargeback": chargeback,
            "order": chargeback.order,
            "says": journey.explain(chargeback),
            "frozen": queries.frozen_for(chargeback),
            "moments": journey.moments(queries.events_of(chargeback)),
            "evidence": journey.named(queries.evidence_for(chargeback)) if sees_evidence else [],
            "outcome": journey.outcome(chargeback) if policy.may_see_all(self.actor) else [],
            "may_answer": may_answer,
            "may_send": may_answer and journey.wants_evidence(chargeback),
            "may_tell": may_tell,
            "statement_form": StatementForm(),
            "liability_form": LiabilityForm(initial={"liability": chargeback.liability}),
            "write_off_form": WriteOffForm(),
        }


class ChargebackAction(Action):
    """Does something about a chargeback and returns to it."""

    screen = ChargebackScreen
    done: ClassVar[str] = ""

    def take(self, ref: str, data: dict[str, Any]) -> None:
        """Call the service."""
        raise NotImplementedError

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call; the reader is told what happened."""
        self.take(kwargs["ref"], form.cleaned_data)
        messages.info(request, self.done)
        return reverse("chargeback", args=[kwargs["ref"]])


class SubmitEvidence(ChargebackAction):
    """Send what is there."""

    capability = "money.move"
    done = "The evidence is with the buyer’s bank."

    def take(self, ref: str, data: dict[str, Any]) -> None:
        """``submit_evidence``."""
        services.submit_evidence(actor=self.actor, ref=ref, key=self.key, at=self.at)


class AddStatement(ChargebackAction):
    """The vendor's side."""

    capability = "order.ship"
    form_class: ClassVar[type[forms.BaseForm]] = StatementForm
    form_name = "statement_form"
    done = "Your statement is part of the evidence."

    def take(self, ref: str, data: dict[str, Any]) -> None:
        """``add_statement``."""
        services.add_statement(actor=self.actor, ref=ref, text=data["text"], key=self.key, at=self.at)


class SetLiability(ChargebackAction):
    """Who bears a loss."""

    capability = "money.move"
    form_class: ClassVar[type[forms.BaseForm]] = LiabilityForm
    form_name = "liability_form"
    done = "Noted. It decides who pays if the chargeback is lost."

    def take(self, ref: str, data: dict[str, Any]) -> None:
        """``set_liability``."""
        liability = Liability(data["liability"])
        services.set_liability(
            actor=self.actor, ref=ref, liability=liability, why=data["why"], key=self.key, at=self.at
        )


class WriteOff(ChargebackAction):
    """Give up."""

    capability = "money.move"
    form_class: ClassVar[type[forms.BaseForm]] = WriteOffForm
    form_name = "write_off_form"
    done = "The chargeback is booked as lost."

    def take(self, ref: str, data: dict[str, Any]) -> None:
        """``write_off``."""
        services.write_off(actor=self.actor, ref=ref, why=data["why"], key=self.key, at=self.at)
