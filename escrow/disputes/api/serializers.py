"""The JSON shapes of cases. Money is in minor units beside its currency; shares are basis points."""

from typing import Any

from rest_framework import serializers

from escrow.disputes.states import (
    CaseState,
    CaseType,
    EvidenceKind,
    ProposalState,
    Reason,
    Remedy,
)


class CaseLine(serializers.Serializer[Any]):
    """A part of a claim."""

    no = serializers.IntegerField()
    title = serializers.CharField()
    unit = serializers.IntegerField(source="unit.no")
    position = serializers.IntegerField(source="line.position", allow_null=True, default=None)
    quantity = serializers.DecimalField(max_digits=18, decimal_places=3, allow_null=True)
    claimed_minor = serializers.IntegerField()
    frozen_minor = serializers.IntegerField()
    awarded_minor = serializers.IntegerField(allow_null=True)
    dropped_at = serializers.DateTimeField(allow_null=True)


class Proposal(serializers.Serializer[Any]):
    """A version of a settlement; accept it by ``hash``."""

    no = serializers.IntegerField()
    side = serializers.CharField()
    state = serializers.ChoiceField(ProposalState.choices)
    amounts = serializers.JSONField()
    refund_minor = serializers.IntegerField()
    return_goods = serializers.BooleanField()
    replace_goods = serializers.BooleanField()
    note = serializers.CharField()
    hash = serializers.CharField()
    made_at = serializers.DateTimeField()


class Evidence(serializers.Serializer[Any]):
    """What a side showed."""

    no = serializers.IntegerField()
    side = serializers.CharField()
    kind = serializers.ChoiceField(EvidenceKind.choices)
    code = serializers.CharField()
    words = serializers.CharField()
    file_name = serializers.CharField(source="file.name", default="")
    sha256 = serializers.CharField()
    is_late = serializers.BooleanField()
    added_by = serializers.CharField(source="added_by_name")
    added_at = serializers.DateTimeField()


class DecisionLine(serializers.Serializer[Any]):
    """Who answers for a part."""

    part = serializers.IntegerField(source="line.no")
    vendor_bp = serializers.IntegerField()
    to_buyer_minor = serializers.IntegerField()


class Decision(serializers.Serializer[Any]):
    """An officer's finding."""

    no = serializers.IntegerField()
    reason = serializers.ChoiceField(Reason.choices)
    reasons = serializers.CharField()
    return_goods = serializers.BooleanField()
    on_appeal = serializers.BooleanField()
    officer = serializers.CharField(source="officer_name")
    approved_by = serializers.CharField(source="approved_by_name")
    made_at = serializers.DateTimeField()
    parts = DecisionLine(many=True, source="lines.all")


class CaseSummary(serializers.Serializer[Any]):
    """A case in a list."""

    number = serializers.CharField()
    order = serializers.CharField(source="order.number")
    type = serializers.ChoiceField(CaseType.choices)
    state = serializers.ChoiceField(CaseState.choices)
    remedy = serializers.ChoiceField(Remedy.choices)
    currency = serializers.CharField(source="order.currency")
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)


class ChecklistLine(serializers.Serializer[Any]):
    """What is asked for, and whether something is there."""

    code = serializers.CharField(source="wanted.code")
    kind = serializers.CharField(source="wanted.kind")
    side = serializers.CharField(source="wanted.side")
    words = serializers.CharField(source="wanted.words")
    is_required = serializers.BooleanField(source="wanted.required")
    is_there = serializers.BooleanField()


class CasePage(serializers.Serializer[Any]):
    """A case as the caller sees it. ``may``: the steps they can take now; ``clocks``: when others are taken."""

    case = CaseSummary()
    account = serializers.CharField(source="case.account")
    claimed_minor = serializers.IntegerField()
    frozen_minor = serializers.IntegerField()
    awarded_minor = serializers.IntegerField()
    parts = CaseLine(many=True, source="lines")
    proposals = Proposal(many=True)
    evidence = Evidence(many=True)
    checklist = ChecklistLine(many=True)
    decisions = Decision(many=True)
    clocks = serializers.DictField(child=serializers.DateTimeField())
    thread = serializers.CharField(source="case.thread_code")
    may = serializers.SerializerMethodField()

    def get_may(self, page: Any) -> list[str]:
        """In a fixed order."""
        return sorted(page.may)


class PreviewLine(serializers.Serializer[Any]):
    """One side of an entry, debit positive."""

    account = serializers.CharField()
    currency = serializers.CharField()
    amount_minor = serializers.IntegerField()


class PreviewEntry(serializers.Serializer[Any]):
    """A journal entry that a decision would book."""

    kind = serializers.CharField()
    lines = PreviewLine(many=True)


class Precedent(serializers.Serializer[Any]):
    """What a decided case ended in, without names."""

    type = serializers.ChoiceField(CaseType.choices)
    category = serializers.CharField()
    currency = serializers.CharField()
    claimed_minor = serializers.IntegerField()
    awarded_minor = serializers.IntegerField()
    reason = serializers.ChoiceField(Reason.choices)
    account = serializers.CharField()
    reasons = serializers.CharField()
    decided_at = serializers.DateTimeField()


class PartBody(serializers.Serializer[Any]):
    """Pieces of an order line in a unit, or a unit without pieces."""

    unit_no = serializers.IntegerField(min_value=1)
    position = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)
    quantity = serializers.DecimalField(
        max_digits=18, decimal_places=3, min_value=0, required=False, allow_null=True, default=None
    )
    amount_minor = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)


class OpenBody(serializers.Serializer[Any]):
    """A claim."""

    kind = serializers.ChoiceField([choice for choice in CaseType.choices if choice[0] != CaseType.HOLD_LIMIT])
    parts = PartBody(many=True)
    remedy = serializers.ChoiceField(Remedy.choices)
    account = serializers.CharField(max_length=5000)


class WordsBody(serializers.Serializer[Any]):
    """A text that the other side reads."""

    words = serializers.CharField(max_length=2000)


class CaseNoteBody(serializers.Serializer[Any]):
    """A text that may be left out."""

    note = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class ProposalBody(serializers.Serializer[Any]):
    """A refund in one figure, or part by part: ``{"1": 44620}``."""

    refund_minor = serializers.IntegerField(min_value=0, required=False, allow_null=True, default=None)
    amounts = serializers.DictField(child=serializers.IntegerField(min_value=0), required=False, default=dict)
    return_goods = serializers.BooleanField(required=False, default=False)
    replace_goods = serializers.BooleanField(required=False, default=False)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class HashBody(serializers.Serializer[Any]):
    """The version that was shown."""

    shown_hash = serializers.CharField(max_length=64)


class EvidenceBody(serializers.Serializer[Any]):
    """``file_id`` is a confirmed upload of the caller's organisation."""

    kind = serializers.ChoiceField(EvidenceKind.choices)
    code = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
    part = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)
    words = serializers.CharField(max_length=5000, required=False, allow_blank=True, default="")
    file_id = serializers.UUIDField(required=False, allow_null=True, default=None)


class AppealBody(serializers.Serializer[Any]):
    """New grounds."""

    grounds = serializers.CharField(max_length=5000)


class InspectionBody(serializers.Serializer[Any]):
    """Who looks at the goods, for what."""

    inspector = serializers.CharField(max_length=120)
    questions = serializers.CharField(max_length=5000)
    days = serializers.IntegerField(min_value=1, max_value=21)
    fee_minor = serializers.IntegerField(min_value=0, required=False, default=0)


class ReportBody(serializers.Serializer[Any]):
    """What the inspector found."""

    finding = serializers.CharField(max_length=5000)
    file_id = serializers.UUIDField(required=False, allow_null=True, default=None)


class SharesBody(serializers.Serializer[Any]):
    """What the vendor answers for, basis points by part: ``{"1": 6000}``."""

    shares = serializers.DictField(child=serializers.IntegerField(min_value=0, max_value=10_000))


class CaseDecisionBody(SharesBody):
    """A decision, part by part."""

    reason = serializers.ChoiceField(Reason.choices)
    reasons = serializers.CharField(max_length=10_000)
    return_goods = serializers.BooleanField(required=False, default=False)
