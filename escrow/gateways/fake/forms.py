"""The choices on the sandbox's pages. Amounts are typed as people write them."""

from datetime import timedelta

from django import forms

from escrow.gateways.fake.engine import Choice, Fault
from escrow.gateways.fake.models import World

STEPS = {"minute": timedelta(minutes=1), "day": timedelta(days=1), "week": timedelta(days=7)}


class ChoiceForm(forms.Form):
    """What the payer wants to happen."""

    choice = forms.ChoiceField(choices=[(choice.value, choice.name) for choice in Choice])
    amount = forms.DecimalField(required=False, min_value=0, max_digits=15, decimal_places=3)


class OnboardingForm(forms.Form):
    """How the vendor's answers are taken."""

    status = forms.ChoiceField(choices=[(status, status) for status in ("active", "pending", "restricted")])


class ClockForm(forms.Form):
    """How far the clock moves."""

    step = forms.ChoiceField(choices=[(name, name) for name in STEPS])


class DeliveryForm(forms.Form):
    """How notices travel."""

    delivery = forms.ChoiceField(choices=World.Delivery.choices)


class FaultForm(forms.Form):
    """What the next call suffers."""

    fault = forms.ChoiceField(choices=[(fault.value, fault.name) for fault in Fault])


class EventForm(forms.Form):
    """What happens to an object, outside any call of ours."""

    EVENTS = ("dispute", "inquiry", "win", "lose", "fail_refund", "pay", "fail_payout")
    ref = forms.SlugField(max_length=80)
    event = forms.ChoiceField(choices=[(event, event) for event in EVENTS])
