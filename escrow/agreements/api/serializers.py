"""The JSON shapes of agreements. Money is in minor units of the order's currency."""

from typing import Any

from rest_framework import serializers

from escrow.agreements.changes import ADDRESS_FIELDS
from escrow.agreements.states import Ground, InspectionState, ProposalState


class Amendment(serializers.Serializer[Any]):
    """A change; the one on the table is answered by its ``hash``."""

    no = serializers.IntegerField()
    side = serializers.CharField()
    state = serializers.ChoiceField(ProposalState.choices)
    changes = serializers.DictField()
    before = serializers.DictField()
    note = serializers.CharField()
    hash = serializers.CharField()
    proposed_at = serializers.DateTimeField()
    lapses_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)


class Cancellation(serializers.Serializer[Any]):
    """The end of an order, proposed or done."""

    no = serializers.IntegerField()
    side = serializers.CharField()
    ground = serializers.ChoiceField(Ground.choices)
    state = serializers.ChoiceField(ProposalState.choices)
    reason = serializers.CharField()
    fee_minor = serializers.IntegerField()
    refunded_minor = serializers.IntegerField()
    hash = serializers.CharField()
    proposed_at = serializers.DateTimeField()
    lapses_at = serializers.DateTimeField()


class Extension(serializers.Serializer[Any]):
    """More time to inspect a unit."""

    unit = serializers.IntegerField(source="unit.no")
    side = serializers.CharField()
    days = serializers.IntegerField()
    from_at = serializers.DateTimeField()
    to_at = serializers.DateTimeField()


class SpecItem(serializers.Serializer[Any]):
    """A requirement; bounds as decimal text, empty for none."""

    no = serializers.IntegerField(required=False, default=0)
    line = serializers.IntegerField(required=False, default=0, min_value=0)
    requirement = serializers.CharField(max_length=300)
    unit = serializers.CharField(max_length=20, required=False, default="", allow_blank=True)
    minimum = serializers.CharField(max_length=20, required=False, default="", allow_blank=True)
    maximum = serializers.CharField(max_length=20, required=False, default="", allow_blank=True)
    method = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)


class Report(serializers.Serializer[Any]):
    """What the inspector handed in."""

    no = serializers.IntegerField()
    inspector = serializers.CharField()
    company = serializers.CharField()
    is_passed = serializers.BooleanField()
    items = serializers.ListField(child=serializers.DictField())
    files = serializers.ListField(child=serializers.DictField())
    summary = serializers.CharField()
    spec_hash = serializers.CharField()
    hash = serializers.CharField()
    submitted_at = serializers.DateTimeField()


class Inspection(serializers.Serializer[Any]):
    """The inspection before dispatch."""

    state = serializers.ChoiceField(InspectionState.choices, source="row.state")
    spec_hash = serializers.CharField(source="row.spec_hash")
    items = SpecItem(many=True)
    buyer_agreed = serializers.SerializerMethodField()
    vendor_agreed = serializers.SerializerMethodField()
    inspector = serializers.CharField(source="row.inspector")
    appointed_for = serializers.DateTimeField(source="row.appointed_for", allow_null=True)
    reports = Report(many=True)
    clock = serializers.CharField(source="clock_name")
    due_at = serializers.DateTimeField(allow_null=True)
    may = serializers.ListField(child=serializers.CharField())

    def get_buyer_agreed(self, page: Any) -> bool:
        """The buyer agreed to the specification as it stands."""
        return bool(page.row.buyer_hash == page.row.spec_hash)

    def get_vendor_agreed(self, page: Any) -> bool:
        """The supplier agreed to the specification as it stands."""
        return bool(page.row.vendor_hash == page.row.spec_hash)


class Right(serializers.Serializer[Any]):
    """A side may end the order alone, for a fee."""

    ground = serializers.ChoiceField(Ground.choices)
    fee_minor = serializers.IntegerField()


class Agreements(serializers.Serializer[Any]):
    """Everything that is agreed around an order."""

    order = serializers.CharField(source="order.number")
    ship_due_at = serializers.DateTimeField(source="order.ship_due_at", allow_null=True)
    amendments = Amendment(many=True)
    cancellations = Cancellation(many=True)
    extensions = Extension(many=True)
    inspection = Inspection(allow_null=True)
    right_to_cancel = Right(source="right", allow_null=True)
    weeks_late = serializers.IntegerField(source="late_weeks")
    compensation_minor = serializers.IntegerField(source="late_minor")
    may = serializers.ListField(child=serializers.CharField())


class NewDestination(serializers.Serializer[Any]):
    """Where goods are to go."""

    def get_fields(self) -> dict[str, Any]:
        """One text per part of an address."""
        return {name: serializers.CharField(max_length=120, required=False) for name in ADDRESS_FIELDS}


class AmendmentBody(serializers.Serializer[Any]):
    """What is to change; what is left out stays. ``reductions``: {line: units off}; ``milestones``: {unit: when}."""

    ship_due_at = serializers.DateTimeField(required=False)
    ship_to = NewDestination(required=False)
    inspection_days = serializers.IntegerField(required=False, min_value=1, max_value=60)
    reductions = serializers.DictField(child=serializers.IntegerField(), required=False)
    milestones = serializers.DictField(child=serializers.DateTimeField(), required=False)
    note = serializers.CharField(max_length=1000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Lines and units are named by their numbers."""
        for name in ("reductions", "milestones"):
            if not all(key.isdigit() for key in attrs.get(name, {})):
                raise serializers.ValidationError({name: ["Name lines and units by their numbers."]})
        return attrs


class SeenHash(serializers.Serializer[Any]):
    """The hash of what was shown."""

    hash = serializers.CharField(max_length=64)


class CancellationBody(serializers.Serializer[Any]):
    """``fee_minor`` proposes to end the order; without it a right of one's own is used at once."""

    reason = serializers.CharField(max_length=1000)
    fee_minor = serializers.IntegerField(required=False, min_value=0)


class ExtensionBody(serializers.Serializer[Any]):
    """The unit that needs more time."""

    unit = serializers.IntegerField(min_value=1)


class SpecBody(serializers.Serializer[Any]):
    """What is measured."""

    items = SpecItem(many=True)


class AppointmentBody(serializers.Serializer[Any]):
    """Who measures, where and when."""

    inspector = serializers.CharField(max_length=120)
    email = serializers.EmailField()
    place = serializers.CharField(max_length=200)
    for_at = serializers.DateTimeField()


class NoteBody(serializers.Serializer[Any]):
    """A sentence that the other side reads."""

    note = serializers.CharField(max_length=1000)
