"""Shapes of the JSON door. Money is integer minor units; unit prices and quantities are decimal strings."""

from typing import Any

from rest_framework import serializers

from marketplace.ledger.plans import Plan
from marketplace.storage import files as storage
from rfq.drafts import LineDraft, RfqDraft
from rfq.states import Visibility
from rfq.terms import INCOTERMS, Proposal


class Company(serializers.Serializer[Any]):
    """An organisation by its public facts."""

    name = serializers.CharField()
    slug = serializers.CharField()
    country = serializers.CharField()


class RfqLineShape(serializers.Serializer[Any]):
    """A position asked for."""

    position = serializers.IntegerField()
    description = serializers.CharField()
    quantity = serializers.DecimalField(max_digits=18, decimal_places=3)
    unit = serializers.CharField()
    target_unit_price = serializers.DecimalField(max_digits=18, decimal_places=6, allow_null=True)
    specification = serializers.CharField()


class RfqFileShape(serializers.Serializer[Any]):
    """A drawing or document of a request. ``url`` holds for some minutes."""

    name = serializers.CharField(source="stored_file.name")
    size = serializers.IntegerField(source="stored_file.size")
    url = serializers.SerializerMethodField()

    def get_url(self, file: Any) -> str:
        """A signed link: whoever reads this may see the request."""
        return storage.download_url(file.stored_file)


class RfqForVendor(serializers.Serializer[Any]):
    """A request as a supplier sees it."""

    number = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()
    state = serializers.CharField()
    visibility = serializers.CharField()
    sealed = serializers.BooleanField()
    buyer = Company()
    category = serializers.CharField(source="category.slug", allow_null=True, default=None)
    currency = serializers.CharField()
    incoterm = serializers.CharField()
    place = serializers.CharField()
    closes_at = serializers.DateTimeField()
    posted_at = serializers.DateTimeField(allow_null=True)
    lines = RfqLineShape(many=True)
    files = RfqFileShape(many=True)


class RfqForBuyer(RfqForVendor):
    """A request as its buyer sees it; ``order_number`` once it is awarded."""

    created_at = serializers.DateTimeField()
    cancel_reason = serializers.CharField()
    order_number = serializers.SerializerMethodField()

    def get_order_number(self, rfq: Any) -> str | None:
        """The order that the award opened."""
        return rfq.award.order.number if hasattr(rfq, "award") else None


class OfferLineShape(serializers.Serializer[Any]):
    """A position of an offer."""

    position = serializers.IntegerField()
    description = serializers.CharField()
    quantity = serializers.DecimalField(max_digits=18, decimal_places=3)
    unit = serializers.CharField()
    unit_price = serializers.DecimalField(max_digits=18, decimal_places=6)
    total_minor = serializers.IntegerField()


class OfferShape(serializers.Serializer[Any]):
    """One version of a quote. Send its ``terms_hash`` back to accept or award exactly these terms."""

    id = serializers.UUIDField()
    no = serializers.IntegerField()
    maker = serializers.CharField()
    maker_name = serializers.CharField()
    state = serializers.CharField()
    currency = serializers.CharField()
    goods_minor = serializers.IntegerField()
    freight_minor = serializers.IntegerField()
    total_minor = serializers.IntegerField()
    incoterm = serializers.CharField()
    place = serializers.CharField()
    lead_time_days = serializers.IntegerField()
    payment = serializers.CharField()
    valid_until = serializers.DateTimeField()
    note = serializers.CharField()
    terms_hash = serializers.CharField()
    created_at = serializers.DateTimeField()
    lines = OfferLineShape(many=True)


class QuoteForBuyer(serializers.Serializer[Any]):
    """A bid. ``offer`` and ``history`` are empty while prices are sealed."""

    id = serializers.UUIDField()
    rfq_number = serializers.CharField()
    vendor_name = serializers.CharField()
    vendor_slug = serializers.CharField()
    vendor_country = serializers.CharField()
    state = serializers.CharField()
    sealed = serializers.BooleanField()
    thread_code = serializers.CharField()
    offer = OfferShape(allow_null=True)
    history = OfferShape(many=True)
    may_award = serializers.BooleanField()
    may_counter = serializers.BooleanField()


class QuoteForVendor(serializers.Serializer[Any]):
    """The caller's own bid."""

    id = serializers.UUIDField()
    rfq_number = serializers.CharField()
    state = serializers.CharField()
    thread_code = serializers.CharField()
    offer = OfferShape(allow_null=True)
    history = OfferShape(many=True)
    may_revise = serializers.BooleanField()
    may_withdraw = serializers.BooleanField()
    may_answer = serializers.BooleanField()


class AwardShape(serializers.Serializer[Any]):
    """What an award opened."""

    rfq_number = serializers.CharField(source="rfq.number")
    quote_id = serializers.UUIDField()
    order_number = serializers.CharField(source="order.number")
    total_minor = serializers.IntegerField(source="order.total_minor")
    currency = serializers.CharField(source="order.currency")
    terms_hash = serializers.CharField()


class RfqLineBody(serializers.Serializer[Any]):
    """A position to ask for. ``target_unit_price`` in major units."""

    description = serializers.CharField(max_length=300)
    quantity = serializers.DecimalField(max_digits=18, decimal_places=3)
    unit = serializers.CharField(max_length=8, default="pcs")
    target_unit_price = serializers.DecimalField(max_digits=18, decimal_places=6, required=False, allow_null=True)
    specification = serializers.CharField(max_length=2000, default="", allow_blank=True)


class RfqBody(serializers.Serializer[Any]):
    """A request to post, or to keep as a draft with ``draft: true``. Suppliers and category by their slugs."""

    title = serializers.CharField(max_length=200)
    description = serializers.CharField(default="", allow_blank=True)
    category = serializers.CharField(required=False, allow_null=True)
    currency = serializers.CharField(max_length=3, default="EUR")
    incoterm = serializers.ChoiceField(choices=INCOTERMS, default="DAP")
    place = serializers.CharField(max_length=120)
    closes_at = serializers.DateTimeField()
    visibility = serializers.ChoiceField(choices=Visibility.choices, default=Visibility.OPEN)
    sealed = serializers.BooleanField(default=False)
    vendors = serializers.ListField(child=serializers.CharField(), default=list)
    files = serializers.ListField(child=serializers.UUIDField(), default=list)
    lines = RfqLineBody(many=True)
    draft = serializers.BooleanField(default=False)


def draft_of(body: dict[str, Any], *, category_id: int | None, vendor_ids: tuple[Any, ...]) -> RfqDraft:
    """A validated ``RfqBody`` as the services take it."""
    kept = {name: body[name] for name in ("title", "description", "currency", "incoterm", "place", "closes_at")}
    return RfqDraft(
        **kept,
        visibility=body["visibility"],
        sealed=body["sealed"],
        category_id=category_id,
        vendor_ids=vendor_ids,
        file_ids=tuple(body["files"]),
        lines=tuple(LineDraft(**line) for line in body["lines"]),
    )


class OfferLineBody(serializers.Serializer[Any]):
    """A price for a position. Without ``quantity`` the quantity asked for."""

    position = serializers.IntegerField(min_value=1)
    unit_price = serializers.DecimalField(max_digits=18, decimal_places=6)
    quantity = serializers.DecimalField(max_digits=18, decimal_places=3, required=False)


class OfferBody(serializers.Serializer[Any]):
    """An offer. ``seen_no``: the newest offer that the caller knows; if there is a newer one, nothing is sent."""

    lines = OfferLineBody(many=True)
    freight_minor = serializers.IntegerField(default=0)
    incoterm = serializers.ChoiceField(choices=INCOTERMS)
    place = serializers.CharField(max_length=120)
    lead_time_days = serializers.IntegerField()
    valid_until = serializers.DateTimeField()
    note = serializers.CharField(max_length=2000, default="", allow_blank=True)
    plan = serializers.DictField(required=False, help_text="The payment plan; without it, payment in full.")
    seen_no = serializers.IntegerField(required=False, allow_null=True)


def proposal_of(body: dict[str, Any]) -> Proposal:
    """A validated ``OfferBody`` as the services take it."""
    return Proposal(
        prices={line["position"]: line["unit_price"] for line in body["lines"]},
        quantities={line["position"]: line["quantity"] for line in body["lines"] if "quantity" in line},
        freight_minor=body["freight_minor"],
        incoterm=body["incoterm"],
        place=body["place"],
        lead_time_days=body["lead_time_days"],
        valid_until=body["valid_until"],
        note=body["note"],
        plan=Plan.from_json(body.get("plan")),
    )


class CounterBody(OfferBody):
    """A counter-offer to the offer ``version_id``."""

    version_id = serializers.UUIDField()


class AnswerBody(serializers.Serializer[Any]):
    """An answer to the offer ``version_id`` with the terms of ``terms_hash``."""

    version_id = serializers.UUIDField()
    terms_hash = serializers.CharField(min_length=64, max_length=64)


class DeclineBody(serializers.Serializer[Any]):
    """A refusal of the offer ``version_id``."""

    version_id = serializers.UUIDField()
    reason = serializers.CharField(max_length=300, default="", allow_blank=True)


class AwardBody(serializers.Serializer[Any]):
    """The hash of the terms to award."""

    terms_hash = serializers.CharField(min_length=64, max_length=64)


class CancelBody(serializers.Serializer[Any]):
    """Why the request is taken back."""

    reason = serializers.CharField(max_length=300)


class DeadlineBody(serializers.Serializer[Any]):
    """A later deadline."""

    closes_at = serializers.DateTimeField()


class FileBody(serializers.Serializer[Any]):
    """A confirmed upload with the purpose ``rfq``."""

    file_id = serializers.UUIDField()


class InviteBody(serializers.Serializer[Any]):
    """Suppliers by slug."""

    vendors = serializers.ListField(child=serializers.CharField(), min_length=1)
