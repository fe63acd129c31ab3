"""The part of an offer that says how it is paid, and when the money is let go."""

import re
from typing import Any

from django import forms

from marketplace.ledger.plans import Milestone, Plan, PlanKind
from marketplace.lib.errors import Invalid

CHOICES: tuple[tuple[PlanKind, str], ...] = (
    ("single", "In full, held until acceptance"),
    ("deposit", "Deposit, then balance before shipment"),
    ("milestones", "By milestones"),
    ("terms", "On net terms, after invoice"),
)
_STAGE = re.compile(
    r"^(?P<title>.+?)[,;]\s*(?P<percent>\d{1,3}(?:\.\d{1,2})?)\s*%(?:[,;]\s*(?P<days>\d{1,3})\s*days?)?$"
)
_FIELD_OF = {
    "plan.kind": "payment_kind",
    "plan.deposit_bp": "deposit_percent",
    "plan.milestones": "milestones",
    "plan.net_days": "net_days",
    "plan.retention_bp": "retention_percent",
    "plan.retention_days": "retention_days",
    "plan.inspection_days": "inspection_days",
}


def _percent(label: str, most: int, help_text: str = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_value=most, decimal_places=2, help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 5}),
    )  # fmt: skip


def _days(label: str, most: int, initial: int | None = None) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=most, initial=initial)


class PaymentForm(forms.Form):
    """The payment plan. ``plan()`` gives it as the order freezes it."""

    payment_kind = forms.ChoiceField(choices=CHOICES, initial="single", label="Payment", required=False)
    deposit_percent = _percent("Deposit %", 99, "Paid before production starts.")
    net_days = _days("Net days", 180)
    milestones = forms.CharField(
        required=False, label="Milestones", widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One per line with its share: Tooling sign-off, 30 %, 20 days",
    )  # fmt: skip
    retention_percent = _percent("Retention %", 20, "Kept back for hidden defects.")
    retention_days = _days("Retention days", 730)
    inspection_days = _days("Inspection days", 60, initial=10)
    inspection_by = forms.CharField(
        required=False, max_length=120, label="Inspector before dispatch", help_text="Empty: no inspection is needed."
    )

    def clean(self) -> dict[str, Any]:
        """Name the field that a plan cannot be made of."""
        data = super().clean() or {}
        if not self.errors:
            try:
                self.plan()
            except Invalid as error:
                for name, message in error.fields.items():
                    self.add_error(_FIELD_OF.get(name), message)
        return data

    def plan(self) -> Plan:
        """The plan. Raises Invalid, naming the plan's field."""
        data = self.cleaned_data
        kind: PlanKind = data.get("payment_kind") or "single"
        return Plan(
            kind=kind,
            deposit_bp=_basis_points(data.get("deposit_percent")) if kind == "deposit" else 0,
            milestones=_stages(data.get("milestones", "")) if kind == "milestones" else (),
            net_days=data.get("net_days") or 0 if kind == "terms" else 0,
            retention_bp=_basis_points(data.get("retention_percent")),
            retention_days=data.get("retention_days") or 0,
            inspection_days=data.get("inspection_days") or 10,
            inspection_required=bool(data.get("inspection_by")),
            inspection_by=data.get("inspection_by", "").strip(),
        )


def payment_initial(plan: Plan) -> dict[str, Any]:
    """The form's values for an offer that starts from ``plan``."""
    return {
        "payment_kind": plan.kind,
        "deposit_percent": _percent_text(plan.deposit_bp),
        "net_days": plan.net_days or None,
        "milestones": "\n".join(
            f"{stage.title}, {_percent_text(stage.share_bp)} %" + (f", {stage.days} days" if stage.days else "")
            for stage in plan.milestones
        ),
        "retention_percent": _percent_text(plan.retention_bp),
        "retention_days": plan.retention_days or None,
        "inspection_days": plan.inspection_days,
        "inspection_by": plan.inspection_by,
    }


def _percent_text(basis_points: int) -> str:
    whole, rest = divmod(basis_points, 100)
    return (f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole)) if basis_points else ""


def _basis_points(percent: Any) -> int:
    return int(percent * 100) if percent else 0


def _stages(text: str) -> tuple[Milestone, ...]:
    stages = []
    for line in filter(None, map(str.strip, text.splitlines())):
        found = _STAGE.match(line)
        if found is None:
            raise Invalid.field(
                "plan.milestones", f"“{line}” is not a milestone. Write: Tooling sign-off, 30 %, 20 days"
            )
        whole, _, rest = found["percent"].partition(".")
        share = int(whole) * 100 + int((rest + "00")[:2])
        stages.append(Milestone(title=found["title"].strip(), share_bp=share, days=int(found["days"] or 0)))
    return tuple(stages)
