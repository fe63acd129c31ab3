"""The living gallery at ``/ui/``: every component with its variants, which is also what the browser tests look at."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms

from marketplace.web.parts import Moment, Step
from marketplace.web.request import MarketRequest
from marketplace.web.views import Screen

_INCOTERMS = [("DAP", "DAP, delivered at place"), ("FOB", "FOB, free on board"), ("EXW", "EXW, ex works")]
_PARTS = (
    "buttons", "figures", "money", "charts", "progress", "compare", "forms", "catalogue", "conversation", "empty",
)  # fmt: skip
_MARKET = (441, 446, 451, 448, 460, 472, 468, 459, 450, 446, 438, 435)
_PAID = (475, 475, 475, 482, 482, 490, 490, 490, 504, 504, 504, 504)
_CALL_OFF = Moment(title="Call-off in production,", detail="1,640 of 2,500 pcs", state="now", value=1640, maximum=2500)
_SAMPLES = {
    "products": ["Die-cast enclosure IP67, 120×80×55 mm", "Heat sink 88 mm", "Cable gland M25", "Mounting bracket"],
    "steps": [
        Step(label="Bid", state="done"),
        Step(label="Agree", state="now", note="today"),
        Step(label="Pay"),
        Step(label="Ship"),
        Step(label="Done"),
    ],
    "timeline": [
        Moment(title="Offer no. 3 accepted", detail="by Ada Lindqvist"),
        Moment(title="€24,100.00 paid into escrow", detail="by SEPA transfer"),
        _CALL_OFF,
        Moment(title="Shipped DAP Rotterdam", state="todo"),
        Moment(title="Accepted, escrow released", state="todo"),
    ],
    "flow": [("Released", 723_000, "released"), ("In escrow", 1_614_700, "held"), ("Fees", 72_300, "fees")],
    "cost": [("Goods", 412), ("Freight", 61), ("Duty", 37), ("Fees", 9)],
    "series": [
        ("Marketplace", [Decimal(cents) / 100 for cents in _MARKET]),
        ("You paid", [Decimal(cents) / 100 for cents in _PAID]),
    ],
    "months": ["Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov"],
    "moves": [Decimal("4.98"), Decimal("4.70"), Decimal("4.82")],
    "scores": [("Cost", 72), ("Speed", 95), ("Quality", 97), ("Reliability", 93), ("Terms", 90)],
    "median": [80, 61, 64, 70, 58],
    "tiers": [("1–999", Decimal("4.62")), ("1,000–4,999", Decimal("4.12")), ("5,000+", Decimal("3.945"))],
    "tones": ["", "good", "warn", "bad", "info", "acc"],
    "states": [
        "OPEN", "AWAITING_PAYMENT", "FUNDED", "SHIPPED", "DELIVERED", "ACCEPTED", "CLOSED", "REFUNDED", "REJECTED",
    ],
}  # fmt: skip


class SampleForm(forms.Form):
    """One of each control."""

    title = forms.CharField(label="What do you need", help_text="A short name that suppliers will search for.")
    quantity = forms.IntegerField(label="Quantity", min_value=1)
    incoterm = forms.ChoiceField(label="Incoterm", choices=_INCOTERMS)
    closes = forms.DateField(label="Closes", widget=forms.DateInput(attrs={"type": "date"}))
    details = forms.CharField(label="Details", widget=forms.Textarea, required=False)
    samples = forms.BooleanField(label="Ask for samples first", required=False)
    reply = forms.ChoiceField(
        label="Who may answer",
        widget=forms.RadioSelect,
        choices=[("all", "All verified suppliers"), ("some", "Only invited")],
    )


class Gallery(Screen):
    """All components on one page, filled with one worked example that looks the same on each visit."""

    template_name = "web/gallery.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The samples, a form as it opens and one as it comes back."""
        wrong = SampleForm({"title": "IP67 die-cast enclosure", "quantity": "0", "incoterm": "DAP", "reply": "all"})
        return {
            **_SAMPLES,
            "parts": [f"web/gallery/{name}.html" for name in _PARTS],
            "form": SampleForm(initial={"reply": "all"}),
            "wrong": wrong,
            "soon": self.at + timedelta(days=2, hours=6, minutes=5),
        }
