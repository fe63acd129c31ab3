"""People, the organisations they act for, and the keys that act for an organisation."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from marketplace.identity.managers import UserManager
from marketplace.identity.querysets import ApiKeyQuerySet, InvitationQuerySet, MembershipQuerySet
from marketplace.lib.ids import uuid7


class User(AbstractBaseUser):
    """A person. Signs in with an e-mail address; what they may do comes from memberships alone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField("full name", max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="identity_user_email_any_case")]

    def __str__(self) -> str:
        return self.name or self.email


class Organization(models.Model):
    """A company on the market. It may buy, sell or operate; the three may be combined."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=80, unique=True)
    can_buy = models.BooleanField(default=False)
    can_sell = models.BooleanField(default=False)
    can_operate = models.BooleanField(default=False)
    country = models.CharField("country (ISO 3166-1 alpha-2)", max_length=2)
    city = models.CharField(max_length=80, blank=True)
    vat_number = models.CharField("VAT number", max_length=20, blank=True)
    currency = models.CharField("currency (ISO 4217)", max_length=3, default="EUR")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(can_buy=True) | models.Q(can_sell=True) | models.Q(can_operate=True),
                name="identity_organization_has_a_side",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def sides(self) -> frozenset[str]:
        """``buy``, ``sell``, ``operate``: what this company may do."""
        flags = (("buy", self.can_buy), ("sell", self.can_sell), ("operate", self.can_operate))
        return frozenset(side for side, may in flags if may)


class MembershipState(models.TextChoices):
    """Removed memberships stay, so that history keeps its names."""

    ACTIVE = "ACTIVE", "Active"
    REMOVED = "REMOVED", "Removed"


class Membership(models.Model):
    """A person's roles in one organisation."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="memberships")
    roles = ArrayField(models.CharField(max_length=40))
    state = models.CharField(max_length=8, choices=MembershipState, default=MembershipState.ACTIVE)
    created_at = models.DateTimeField()

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "organization"], name="identity_membership_once")]

    def __str__(self) -> str:
        return f"{self.user} at {self.organization}"


class Invitation(models.Model):
    """An offer of membership to an e-mail address, with or without an account. Its link is signed, not stored."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    roles = ArrayField(models.CharField(max_length=40))
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organization",
                Lower("email"),
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="identity_invitation_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.organization}"


class ApiKey(models.Model):
    """A machine's key to one organisation. Shown once; stored as a hash; limited to its scopes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="api_keys")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40))
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiKeyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class SentMail(models.Model):
    """A mail that the sandbox kept instead of sending it; the mailbox page shows it."""

    id = models.BigAutoField(primary_key=True)
    to = models.CharField(max_length=320)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    sent_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"
