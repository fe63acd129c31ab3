"""Selling organisations: what their storefront says, what proves it, and what operators decided."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from marketplace.lib.ids import uuid7
from vendors.querysets import VendorProfileQuerySet
from vendors.states import Decision, Kind, VendorState


class VendorProfile(models.Model):
    """The selling side of an organisation. Its storefront's address is the organisation's slug."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.OneToOneField(
        "identity.Organization", on_delete=models.PROTECT, related_name="vendor_profile"
    )
    state = models.CharField(max_length=9, choices=VendorState, default=VendorState.APPLIED)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.MANUFACTURER)
    headline = models.CharField(max_length=160)
    about = models.TextField(blank=True)
    founded_year = models.PositiveSmallIntegerField(null=True, blank=True)
    staff = models.PositiveIntegerField(null=True, blank=True)
    plant_area_m2 = models.PositiveIntegerField("plant area (m²)", null=True, blank=True)
    languages = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    offers = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    terms = models.TextField("shipping and terms", blank=True)
    version = models.PositiveIntegerField(default=1)
    applied_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)

    objects = VendorProfileQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["submitted_at"], name="vendors_queue", condition=Q(state=VendorState.IN_REVIEW)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state=VendorState.VERIFIED) | Q(verified_at__isnull=False), name="vendors_verified_when"
            ),
            models.CheckConstraint(
                condition=~Q(state=VendorState.IN_REVIEW) | Q(submitted_at__isnull=False), name="vendors_review_when"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organization)

    @property
    def slug(self) -> str:
        """The storefront's address."""
        return self.organization.slug

    @property
    def is_public(self) -> bool:
        """On the market right now."""
        return self.state == VendorState.VERIFIED


class Certificate(models.Model):
    """A proof that a vendor shows: ISO 9001 by TÜV, number and end of validity."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    vendor = models.ForeignKey(VendorProfile, on_delete=models.PROTECT, related_name="certificates")
    name = models.CharField(max_length=80)
    issuer = models.CharField(max_length=80)
    number = models.CharField(max_length=60)
    valid_until = models.DateField(null=True, blank=True)
    stored_file = models.ForeignKey("storage.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["vendor", "name", "number"], name="vendors_certificate_once"),
        ]

    def __str__(self) -> str:
        return self.name


class VerificationDecision(models.Model):
    """Who decided what about a vendor, when and why. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    vendor = models.ForeignKey(VendorProfile, on_delete=models.PROTECT, related_name="decisions")
    decision = models.CharField(max_length=9, choices=Decision)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(decision__in=[Decision.REJECT, Decision.SUSPEND]) | ~Q(reason=""),
                name="vendors_refusal_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.get_decision_display()
