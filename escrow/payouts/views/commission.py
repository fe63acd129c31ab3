"""``/console/commission/``: the rules, what they take of an example order, adding one and ending one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from escrow.payouts.forms import PreviewForm, RuleForm, category_path
from listings.taxonomy import category_tree
from marketplace.ledger import queries as ledger
from marketplace.ledger import services
from marketplace.ledger.services import NewRule
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen


class Commission(Screen):
    """All rules and an example."""

    capability = "money.view"
    template_name = "payouts/commission.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The example is in the address, so that it can be shared."""
        preview = PreviewForm(request.GET if "goods" in request.GET else None)
        names = {node["path"]: node["name"] for node in category_tree()}
        rules = [
            {"rule": rule, "words": ledger.rule_words(rule), "category": names.get(rule.category_path, "")}
            for rule in ledger.commission_rules()[:200]
        ]
        return {
            "rules": rules,
            "standard": ledger.standard_rule().words(0, "EUR"),
            "preview": preview,
            "charged": self._charged(preview) if preview.is_bound and preview.is_valid() else None,
            "may_move": self.actor.can("money.move"),
        }

    def _charged(self, form: PreviewForm) -> Any:
        values = form.cleaned_data
        return ledger.commission_of_lines(
            vendor_id=UUID(values["vendor"]) if values["vendor"] else None,
            lines=[(category_path(values["category"]), form.goods_minor())],
            freight_minor=0,
            plan_kind=values["plan_kind"] or "single",
            currency=values["currency"],
            at=self.at,
        )


class RulePage(Screen):
    """The form of a new rule."""

    capability = "money.move"
    template_name = "payouts/rule.html"


class AddRule(Action):
    """Add a rule for orders from now on."""

    capability = "money.move"
    form_class = RuleForm
    screen = RulePage

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call."""
        values = form.cleaned_data
        rule = NewRule(
            name=values["name"],
            vendor_id=UUID(values["vendor"]) if values["vendor"] else None,
            category_path=category_path(values["category"]),
            plan_kind=values["plan_kind"],
            currency=values["currency"],
            basis_points=int(values["percentage"] * 100),
            tiers=values["tiers"],
            fixed_minor=values["fixed_minor"] or 0,
            minimum_minor=values["minimum_minor"] or 0,
            maximum_minor=values["maximum_minor"],
            tax_basis_points=int((values["tax"] or 0) * 100),
        )
        services.add_commission_rule(actor=self.actor, rule=rule, key=self.key, at=self.at)
        messages.info(request, f"{rule.name} counts for orders that open from now on.")
        return reverse("commission")


class EndRule(Action):
    """End a rule."""

    capability = "money.move"

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call."""
        rule = services.end_commission_rule(actor=self.actor, rule_id=kwargs["rule_id"], at=self.at)
        messages.info(request, f"{rule.name} has ended. Open orders keep what was frozen on them.")
        return reverse("commission")
