"""What a buying company keeps for its purchases: where goods go, and whom it likes to ask."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from buyers.querysets import DeliveryAddressQuerySet, SavedVendorQuerySet
from marketplace.lib.ids import uuid7


class DeliveryAddress(models.Model):
    """A place that goods are sent to. Orders copy its text, so changing it changes no order."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey("identity.Organization", on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=60)
    recipient = models.CharField(max_length=120)
    street = models.CharField(max_length=160)
    extra = models.CharField("gate, floor, department", max_length=160, blank=True)
    postcode = models.CharField(max_length=16)
    city = models.CharField(max_length=80)
    country = models.CharField("country (ISO 3166-1 alpha-2)", max_length=2)
    is_default = models.BooleanField(default=False)
    removed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = DeliveryAddressQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "delivery addresses"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(is_default=True, removed_at=None),
                name="buyers_one_default_address",
            ),
            models.UniqueConstraint(
                fields=["organization", "label"], condition=Q(removed_at=None), name="buyers_address_label_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.street}, {self.postcode} {self.city}, {self.country}"


class SavedVendor(models.Model):
    """A supplier that a buying company keeps at hand."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey("identity.Organization", on_delete=models.PROTECT, related_name="+")
    vendor = models.ForeignKey("identity.Organization", on_delete=models.PROTECT, related_name="+")
    saved_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField()

    objects = SavedVendorQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "vendor"], name="buyers_saved_once"),
        ]

    def __str__(self) -> str:
        return str(self.vendor)
