"""Who our companies are at the payment provider: buyers as payers, vendors as recipients.

An account belongs to one mode of the provider (sandbox, test, live): changing keys never mixes them up.
"""

from django.db import models

from marketplace.lib.ids import uuid7


class Payer(models.Model):
    """A buyer's account at the provider, which its payments and bank transfers belong to."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey("identity.Organization", on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=8)
    ref = models.CharField(max_length=80, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "mode"], name="gateways_payer_once")]

    def __str__(self) -> str:
        return self.ref


class Recipient(models.Model):
    """A vendor's account at the provider. ``missing`` says what the vendor still has to do."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey("identity.Organization", on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=8)
    ref = models.CharField(max_length=80, unique=True)
    is_ready = models.BooleanField(default=False)
    missing = models.JSONField(default=list)
    trouble = models.CharField("what went wrong at the vendor's bank", max_length=200, blank=True)
    created_at = models.DateTimeField()
    checked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "mode"], name="gateways_recipient_once")]

    def __str__(self) -> str:
        return self.ref
