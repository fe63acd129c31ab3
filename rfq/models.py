"""Requests with their lines, files and invitations; quotes as chains of versions; and the award.

A version is never edited: a revision or counter-offer is a new one, and ``migrations/0002_guards.py`` makes
PostgreSQL refuse changes to its terms. The award's one-to-one keys are the last line against two orders.
"""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from marketplace.lib.ids import uuid7
from rfq.querysets import QuoteQuerySet, QuoteVersionQuerySet, RfqQuerySet
from rfq.states import LIVE, InvitationSource, Maker, QuoteState, RfqState, VersionState, Visibility
from rfq.terms import INCOTERMS


class Rfq(models.Model):
    """What a buyer asks for. ``version`` counts changes, for live hints."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=20, unique=True)
    buyer = models.ForeignKey("identity.Organization", on_delete=models.PROTECT, related_name="rfqs")
    created_by_name = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    category = models.ForeignKey("listings.Category", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    currency = models.CharField(max_length=3)
    incoterm = models.CharField(max_length=3, choices=[(term, term) for term in INCOTERMS], default="DAP")
    place = models.CharField("place of delivery", max_length=120)
    ship_to = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=RfqState, default=RfqState.DRAFT)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.OPEN)
    sealed = models.BooleanField("prices stay sealed until the deadline", default=False)
    closes_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    posted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=300, blank=True)

    objects = RfqQuerySet.as_manager()

    class Meta:
        verbose_name = "RFQ"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=RfqState.DRAFT) | Q(state=RfqState.CANCELLED) | Q(posted_at__isnull=False),
                name="rfq_posted_has_its_moment",
            ),
            models.CheckConstraint(condition=Q(state__in=RfqState.values), name="rfq_state_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["buyer", "-created_at"], name="rfq_of_buyer"),
            models.Index(fields=["closes_at"], name="rfq_open_by_deadline", condition=Q(state=RfqState.OPEN)),
        ]

    def __str__(self) -> str:
        return self.number

    def takes_quotes(self, at: datetime) -> bool:
        """Open, and before the deadline."""
        return self.state == RfqState.OPEN and at < self.closes_at

    def is_sealed(self, at: datetime) -> bool:
        """Nobody but its maker may read a price yet."""
        return self.sealed and self.takes_quotes(at)


class RfqLine(models.Model):
    """One position asked for. ``target_unit_price`` in major units of the request's currency."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rfq = models.ForeignKey(Rfq, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    description = models.CharField(max_length=300)
    quantity = models.DecimalField(max_digits=18, decimal_places=3)
    unit = models.CharField(max_length=8, default="pcs")
    target_unit_price = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    listing = models.ForeignKey("listings.Listing", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    specification = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rfq", "position"], name="rfq_line_position_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="rfq_line_quantity_positive"),
        ]

    def __str__(self) -> str:
        return self.description


class RfqFile(models.Model):
    """A drawing or specification that comes with the request."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rfq = models.ForeignKey(Rfq, on_delete=models.PROTECT, related_name="files")
    stored_file = models.ForeignKey("storage.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["added_at", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["rfq", "stored_file"], name="rfq_file_once")]


class RfqInvitation(models.Model):
    """A supplier who was told: invited by name, or matched by their catalogue."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rfq = models.ForeignKey(Rfq, on_delete=models.PROTECT, related_name="invitations")
    vendor = models.ForeignKey("identity.Organization", on_delete=models.PROTECT, related_name="rfq_invitations")
    source = models.CharField(max_length=8, choices=InvitationSource)
    told_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["rfq", "vendor"], name="rfq_vendor_told_once")]


class Quote(models.Model):
    """One supplier's bid for one request. Its terms are those of version ``current_no``."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rfq = models.ForeignKey(Rfq, on_delete=models.PROTECT, related_name="quotes")
    vendor = models.ForeignKey("identity.Organization", on_delete=models.PROTECT, related_name="quotes")
    state = models.CharField(max_length=10, choices=QuoteState, default=QuoteState.ACTIVE)
    current_no = models.PositiveSmallIntegerField(default=0)
    thread = models.ForeignKey("messaging.Thread", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()

    objects = QuoteQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rfq", "vendor"], name="rfq_quote_once_per_vendor"),
            models.UniqueConstraint(
                fields=["rfq"], name="rfq_one_awarded_quote", condition=Q(state=QuoteState.AWARDED)
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["vendor", "-created_at"], name="rfq_quote_of_vendor")]

    def __str__(self) -> str:
        return f"{self.rfq_id} by {self.vendor_id}"


class QuoteVersion(models.Model):
    """One offer in the chain, by either side. The terms are frozen; only the state moves on."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="versions")
    no = models.PositiveSmallIntegerField()
    maker = models.CharField(max_length=6, choices=Maker)
    maker_name = models.CharField(max_length=120)
    author_name = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.OPEN)
    currency = models.CharField(max_length=3)
    goods_minor = models.BigIntegerField()
    freight_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    incoterm = models.CharField(max_length=3)
    place = models.CharField(max_length=120)
    lead_time_days = models.PositiveSmallIntegerField()
    payment = models.CharField(max_length=60)
    valid_until = models.DateTimeField()
    note = models.TextField(blank=True)
    terms = models.JSONField()
    terms_hash = models.CharField(max_length=64)
    thread_seq = models.PositiveIntegerField("number of the event in the thread", null=True, blank=True)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = QuoteVersionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["no"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["quote", "no"], name="rfq_version_no_once"),
            models.UniqueConstraint(fields=["quote"], name="rfq_one_live_offer", condition=Q(state__in=LIVE)),
            models.CheckConstraint(
                condition=Q(total_minor=models.F("goods_minor") + models.F("freight_minor")) & Q(total_minor__gt=0),
                name="rfq_version_total_adds_up",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["valid_until"], name="rfq_live_by_validity", condition=Q(state__in=LIVE))
        ]

    def __str__(self) -> str:
        return f"offer no. {self.no}"

    def is_live(self, at: datetime) -> bool:
        """Still binding on its maker."""
        return self.state in LIVE and at < self.valid_until


class QuoteLine(models.Model):
    """One position of an offer. ``unit_price`` in major units; the total is rounded once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(QuoteVersion, on_delete=models.PROTECT, related_name="lines")
    rfq_line = models.ForeignKey(RfqLine, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    description = models.CharField(max_length=300)
    quantity = models.DecimalField(max_digits=18, decimal_places=3)
    unit = models.CharField(max_length=8)
    unit_price = models.DecimalField(max_digits=18, decimal_places=6)
    total_minor = models.BigIntegerField()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "position"], name="rfq_quote_line_once"),
            models.CheckConstraint(condition=Q(unit_price__gt=0, quantity__gt=0), name="rfq_quote_line_positive"),
        ]


class Award(models.Model):
    """The buyer's choice: which version won, who decided, and the order it opened."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rfq = models.OneToOneField(Rfq, on_delete=models.PROTECT, related_name="award")
    quote = models.OneToOneField(Quote, on_delete=models.PROTECT, related_name="award")
    version = models.OneToOneField(QuoteVersion, on_delete=models.PROTECT, related_name="+")
    order = models.OneToOneField("ledger.Order", on_delete=models.PROTECT, related_name="+")
    terms_hash = models.CharField(max_length=64)
    awarded_by_name = models.CharField(max_length=120)
    awarded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.rfq_id} to {self.quote_id}"
