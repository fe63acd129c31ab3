"""Invoices and credit notes. What they say never changes; what became of them is counted beside it."""

from django.db import models
from django.db.models import F, Q

from escrow.credit import payment_terms
from escrow.credit.models.accounts import CreditAccount
from escrow.credit.querysets import InvoiceQuerySet
from escrow.credit.shares import Shares
from escrow.credit.states import InvoiceState, NoteReason
from marketplace.lib.ids import uuid7


class SeriesOwner(models.Model):
    """The letters with which a seller's numbers begin: ``NORD``. The row is the seller's lock for numbering."""

    seller = models.OneToOneField(
        "identity.Organization", on_delete=models.PROTECT, primary_key=True, related_name="invoice_prefix"
    )
    prefix = models.CharField(max_length=12, unique=True)

    def __str__(self) -> str:
        return self.prefix


class NumberSeries(models.Model):
    """A seller's count of invoices or credit notes in a year, without gaps."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(SeriesOwner, on_delete=models.PROTECT, related_name="series")
    kind = models.CharField(max_length=2, choices=[("", "Invoices"), ("CN", "Credit notes")], blank=True)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "kind", "year"], name="credit_series_once")]

    def __str__(self) -> str:
        return f"{self.owner_id} {self.kind} {self.year}"


class Invoice(models.Model):
    """A seller's claim for what was delivered on credit. ``total`` = net + tax = the three shares."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=30, unique=True)
    account = models.ForeignKey(CreditAccount, on_delete=models.PROTECT, related_name="invoices")
    order = models.ForeignKey("ledger.Order", on_delete=models.PROTECT, related_name="invoices")
    shipment = models.ForeignKey(
        "escrow.Shipment", on_delete=models.PROTECT, related_name="invoices", null=True, blank=True
    )
    seller = models.ForeignKey("identity.Organization", on_delete=models.PROTECT, related_name="invoices_issued")
    buyer = models.ForeignKey("identity.Organization", on_delete=models.PROTECT, related_name="invoices_received")
    purchase_order_number = models.CharField(max_length=60, blank=True)
    currency = models.CharField(max_length=3)
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField(default=0)
    total_minor = models.BigIntegerField()
    tax_category = models.CharField(max_length=2)
    tax_rate_bp = models.PositiveIntegerField(default=0)
    tax_reason = models.CharField(max_length=80, blank=True)
    terms_minor = models.BigIntegerField("the seller's share")
    commission_minor = models.BigIntegerField(default=0)
    commission_tax_minor = models.BigIntegerField(default=0)
    issue_date = models.DateField()
    delivery_date = models.DateField()
    due_date = models.DateField()
    discount_bp = models.PositiveSmallIntegerField(default=0)
    discount_days = models.PositiveSmallIntegerField(default=0)
    late_bp = models.PositiveSmallIntegerField(default=0)
    terms_words = models.CharField(max_length=40)
    issued_by_name = models.CharField(max_length=120)
    issued_at = models.DateTimeField()

    state = models.CharField(max_length=11, choices=InvoiceState, default=InvoiceState.ISSUED)
    process_version = models.PositiveSmallIntegerField(default=1)
    paid_minor = models.BigIntegerField(default=0)
    credited_minor = models.BigIntegerField(default=0)
    written_off_minor = models.BigIntegerField(default=0)
    objected_minor = models.BigIntegerField("disputed now, not asked for", default=0)
    fees_minor = models.BigIntegerField("late interest, all in all", default=0)
    fees_settled_minor = models.BigIntegerField("of it paid or waived", default=0)
    interest_until = models.DateField("charged up to this day", null=True, blank=True)
    dunning_level = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(total_minor=F("net_minor") + F("tax_minor"), total_minor__gt=0, tax_minor__gte=0)
                & Q(total_minor=F("terms_minor") + F("commission_minor") + F("commission_tax_minor")),
                name="credit_invoice_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(paid_minor__gte=0, credited_minor__gte=0, written_off_minor__gte=0, objected_minor__gte=0)
                & Q(total_minor__gte=F("paid_minor") + F("credited_minor") + F("written_off_minor"))
                & Q(
                    objected_minor__lte=F("total_minor")
                    - F("paid_minor")
                    - F("credited_minor")
                    - F("written_off_minor")
                )
                & Q(fees_settled_minor__gte=0, fees_settled_minor__lte=F("fees_minor")),
                name="credit_invoice_never_oversettled",
            ),
        ]
        indexes = [
            models.Index(fields=["buyer", "due_date"], name="credit_invoice_buyer"),
            models.Index(fields=["seller", "due_date"], name="credit_invoice_seller"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def settled_minor(self) -> int:
        """Of the total: paid, credited or written off."""
        return self.paid_minor + self.credited_minor + self.written_off_minor

    @property
    def open_minor(self) -> int:
        """Of the total: still claimed, disputed lines too."""
        return self.total_minor - self.settled_minor

    @property
    def open_fees_minor(self) -> int:
        """Late interest that is still claimed."""
        return self.fees_minor - self.fees_settled_minor

    @property
    def payable_minor(self) -> int:
        """What the buyer is asked for: what is open and not disputed, and the interest."""
        return self.open_minor - self.objected_minor + self.open_fees_minor

    @property
    def shares(self) -> Shares:
        """Whose it is."""
        return Shares(self.terms_minor, self.commission_minor, self.commission_tax_minor)

    @property
    def terms(self) -> payment_terms.Terms:
        """The discount and the interest that were agreed when it was issued; it carries its due date itself."""
        return payment_terms.Terms(0, False, self.discount_bp, self.discount_days, self.late_bp)


class InvoiceLine(models.Model):
    """One position of an invoice. ``unit_price`` is without tax, in major units. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    order_position = models.PositiveSmallIntegerField("0 for freight", default=0)
    sku = models.CharField(max_length=80, blank=True)
    description = models.CharField(max_length=300)
    quantity = models.DecimalField(max_digits=18, decimal_places=3)
    unit = models.CharField(max_length=20)
    unit_price = models.DecimalField(max_digits=18, decimal_places=6)
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["invoice", "position"], name="credit_line_once")]

    def __str__(self) -> str:
        return f"{self.invoice_id} line {self.position}"

    @property
    def gross_minor(self) -> int:
        """With tax."""
        return self.net_minor + self.tax_minor


class CreditNote(models.Model):
    """Takes back a part of an invoice. Append-only, with a number series of its own."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=30, unique=True)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="credit_notes")
    reason = models.CharField(max_length=10, choices=NoteReason)
    text = models.CharField(max_length=300)
    currency = models.CharField(max_length=3)
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField(default=0)
    total_minor = models.BigIntegerField()
    issue_date = models.DateField()
    issued_by_name = models.CharField(max_length=120)
    issued_at = models.DateTimeField()

    class Meta:
        ordering = ["issued_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(total_minor=F("net_minor") + F("tax_minor"), total_minor__gt=0),
                name="credit_note_adds_up",
            )
        ]

    def __str__(self) -> str:
        return self.number


class InvoicePayment(models.Model):
    """One payment of an invoice, through a payment leg of its order. Booked when the money is there."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="payments")
    leg_no = models.PositiveSmallIntegerField("of the order", null=True, blank=True)
    amount_minor = models.BigIntegerField()
    discount_minor = models.BigIntegerField("taken for paying early", default=0)
    is_from_wallet = models.BooleanField(default=False)
    applied_minor = models.BigIntegerField("what the invoice took of it; the rest is in the wallet", default=0)
    started_by_name = models.CharField(max_length=120)
    started_at = models.DateTimeField()
    booked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["started_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, discount_minor__gte=0, applied_minor__lte=F("amount_minor")),
                name="credit_payment_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"payment of {self.invoice_id}"
