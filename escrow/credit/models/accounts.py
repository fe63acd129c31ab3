"""A buyer's credit with a lender, what orders reserved of it, and what happened to it."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from escrow.credit import payment_terms
from escrow.credit.querysets import AccountQuerySet
from escrow.credit.states import LIVE_ACCOUNTS, WAITING_ACCOUNTS, AccountState, Dunning, Exposure, ReservationState
from marketplace.lib.ids import uuid7


class CreditAccount(models.Model):
    """What one buyer may owe one lender: a vendor at its own risk, or the operator. How much is free is in the ledger.

    ``limit_minor`` is what is granted now: available + reserved + used, to the cent.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=20, unique=True)
    buyer = models.ForeignKey("identity.Organization", on_delete=models.PROTECT, related_name="credit_accounts")
    lender = models.ForeignKey("identity.Organization", on_delete=models.PROTECT, related_name="credit_granted")
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=9, choices=AccountState, default=AccountState.REQUESTED)
    process_version = models.PositiveSmallIntegerField(default=1)
    requested_minor = models.BigIntegerField()
    request_note = models.CharField(max_length=600, blank=True)
    limit_minor = models.BigIntegerField(default=0)
    net_days = models.PositiveSmallIntegerField(default=30)
    is_end_of_month = models.BooleanField("counted from the end of the month", default=False)
    discount_bp = models.PositiveSmallIntegerField("early payment discount in basis points", default=0)
    discount_days = models.PositiveSmallIntegerField(default=0)
    late_bp = models.PositiveSmallIntegerField("late interest in basis points a year")
    grace_days = models.PositiveSmallIntegerField(default=0)
    exposure = models.CharField(max_length=8, choices=Exposure, default=Exposure.ORDER)
    dunning = models.CharField(max_length=8, choices=Dunning, default=Dunning.STANDARD)
    needs_purchase_order = models.BooleanField(default=False)
    is_consolidated = models.BooleanField("one invoice per order, at its last shipment", default=False)
    is_held_by_clock = models.BooleanField("on hold until what is overdue is settled", default=False)
    reason = models.CharField("why it is in this state", max_length=300, blank=True)
    requested_by_name = models.CharField(max_length=120)
    requested_at = models.DateTimeField()
    decided_by_name = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(buyer=F("lender")), name="credit_account_two_sides"),
            models.CheckConstraint(
                condition=Q(limit_minor__gte=0, requested_minor__gt=0), name="credit_account_amounts"
            ),
            models.CheckConstraint(
                condition=Q(discount_bp__lte=2_000, late_bp__lte=5_000), name="credit_account_rates"
            ),
            models.UniqueConstraint(
                fields=["buyer", "lender", "currency"],
                condition=Q(state__in=[*LIVE_ACCOUNTS, *WAITING_ACCOUNTS]),
                name="credit_account_one_open",
            ),
        ]
        indexes = [models.Index(fields=["lender", "state"], name="credit_account_lender")]

    def __str__(self) -> str:
        return self.number

    @property
    def terms(self) -> payment_terms.Terms:
        """The agreed terms as the arithmetic takes them."""
        return payment_terms.Terms(
            net_days=self.net_days,
            end_of_month=self.is_end_of_month,
            discount_bp=self.discount_bp,
            discount_days=self.discount_days,
            late_bp=self.late_bp,
        )


class CreditDocument(models.Model):
    """Accounts, a register extract or references, sent along with a request."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(CreditAccount, on_delete=models.PROTECT, related_name="documents")
    file = models.ForeignKey("storage.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"document of {self.account_id}"


class CreditReservation(models.Model):
    """The credit that an order on terms holds: reserved, then invoiced piece by piece, the rest freed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.OneToOneField("ledger.Order", on_delete=models.PROTECT, related_name="credit_reservation")
    account = models.ForeignKey(CreditAccount, on_delete=models.PROTECT, related_name="reservations")
    amount_minor = models.BigIntegerField("all that the order may be invoiced for")
    reserved_minor = models.BigIntegerField("on the line now or before", default=0)
    invoiced_minor = models.BigIntegerField(default=0)
    freed_minor = models.BigIntegerField(default=0)
    state = models.CharField(max_length=8, choices=ReservationState, default=ReservationState.RESERVED)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(invoiced_minor__gte=0, freed_minor__gte=0, amount_minor__gt=0)
                & Q(reserved_minor__lte=F("amount_minor"))
                & Q(reserved_minor__gte=F("invoiced_minor") + F("freed_minor")),
                name="credit_reservation_adds_up",
            )
        ]

    def __str__(self) -> str:
        return f"credit for {self.order_id}"

    @property
    def open_minor(self) -> int:
        """Still reserved on the line."""
        return self.reserved_minor - self.invoiced_minor - self.freed_minor


class CreditEvent(models.Model):
    """Something that happened to a credit account or one of its invoices: who, when, what. Append-only."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(CreditAccount, on_delete=models.PROTECT, related_name="events")
    invoice = models.ForeignKey(
        "credit.Invoice", on_delete=models.PROTECT, related_name="events", null=True, blank=True
    )
    kind = models.CharField(max_length=24)
    actor_name = models.CharField(max_length=120)
    organization = models.ForeignKey(
        "identity.Organization", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    body = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "id"], name="credit_event_account")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.account_id}"
