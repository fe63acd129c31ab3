"""Orders: one agreement between a buyer and a vendor, its lines, and what happened to it."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from marketplace.ledger.querysets import OrderQuerySet
from marketplace.ledger.states import OrderState
from marketplace.lib.ids import uuid7


class Order(models.Model):
    """One agreement between a buyer and a vendor, with its terms frozen at the moment it opened."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=20, unique=True)
    buyer = models.ForeignKey("identity.Organization", on_delete=models.PROTECT, related_name="purchases")
    vendor = models.ForeignKey("identity.Organization", on_delete=models.PROTECT, related_name="sales")
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=20, choices=OrderState, default=OrderState.AWAITING_PAYMENT)
    currency = models.CharField(max_length=3)
    goods_minor = models.BigIntegerField()
    freight_minor = models.BigIntegerField(default=0)
    total_minor = models.BigIntegerField()
    plan = models.JSONField("the payment plan, frozen; see plans.py", encoder=DjangoJSONEncoder)
    commission_minor = models.BigIntegerField("what the market earns on the whole order, frozen")
    commission_tax_minor = models.BigIntegerField("the tax on it", default=0)
    commission_rule = models.JSONField("the rules that it follows from, in words and figures", default=dict)
    settlement_currency = models.CharField("in which the vendor is paid", max_length=3)
    settlement_rate = models.DecimalField(
        "one unit of the order's currency in the vendor's, frozen", max_digits=18, decimal_places=8, default=1
    )
    settlement_terms = models.JSONField("reserve and waiting time of its releases, frozen", default=dict)
    source = models.CharField("what the order came from: rfq:RFQ-2481", max_length=80)
    terms = models.JSONField("the agreed terms, as both sides saw them", encoder=DjangoJSONEncoder)
    terms_hash = models.CharField(max_length=64)
    ship_to = models.JSONField(default=dict, blank=True)
    lead_time_days = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    created_by_name = models.CharField(max_length=120)
    opened_at = models.DateTimeField()
    funded_at = models.DateTimeField(null=True, blank=True)
    ship_due_at = models.DateTimeField(null=True, blank=True)
    shipped_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(total_minor=models.F("goods_minor") + models.F("freight_minor"))
                & models.Q(total_minor__gt=0, goods_minor__gte=0, freight_minor__gte=0),
                name="ledger_order_total_adds_up",
            ),
            models.CheckConstraint(
                condition=models.Q(commission_minor__gte=0, commission_tax_minor__gte=0)
                & models.Q(total_minor__gte=models.F("commission_minor") + models.F("commission_tax_minor")),
                name="ledger_order_commission_cap",
            ),
            models.CheckConstraint(condition=models.Q(settlement_rate__gt=0), name="ledger_order_rate_positive"),
            models.CheckConstraint(condition=~models.Q(buyer=models.F("vendor")), name="ledger_order_two_sides"),
            models.CheckConstraint(condition=models.Q(state__in=OrderState.values), name="ledger_order_state_known"),
        ]
        indexes = [
            models.Index(fields=["buyer", "-opened_at"], name="ledger_order_buyer"),
            models.Index(fields=["vendor", "-opened_at"], name="ledger_order_vendor"),
            models.Index(fields=["state", "-opened_at"], name="ledger_order_state"),
        ]

    def __str__(self) -> str:
        return self.number


class OrderLine(models.Model):
    """One position of an order. ``unit_price`` is in major units; the line total is rounded once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    sku = models.CharField(max_length=80, blank=True)
    description = models.CharField(max_length=300)
    quantity = models.DecimalField(max_digits=18, decimal_places=3)
    unit = models.CharField(max_length=20)
    unit_price = models.DecimalField(max_digits=18, decimal_places=6)
    total_minor = models.BigIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["order", "position"], name="ledger_line_position_once")]

    def __str__(self) -> str:
        return f"{self.order_id} line {self.position}"


class OrderEvent(models.Model):
    """Something that happened to an order: who, when, what. Append-only."""

    id = models.BigAutoField(primary_key=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    actor_name = models.CharField(max_length=120)
    organization = models.ForeignKey(
        "identity.Organization", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    body = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    at = models.DateTimeField()

    class Meta:
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["order", "seq"], name="ledger_event_seq_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.order_id}"
