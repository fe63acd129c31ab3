"""Payment plans and the commission of the whole order are frozen on it; credit lines have a currency of their own."""

from pathlib import Path

import django.core.serializers.json
from django.db import migrations, models
from django.db.models import F, Q

SQL = Path(__file__).parent / "sql"
STATES = [
    ("AWAITING_PAYMENT", "Awaiting payment"),
    ("FUNDED", "Paid into escrow"),
    ("PARTLY_SHIPPED", "Partly shipped"),
    ("SHIPPED", "Shipped"),
    ("DELIVERED", "Delivered"),
    ("ACCEPTED", "Accepted"),
    ("CLOSED", "Closed"),
    ("CANCELLED", "Cancelled"),
    ("REFUNDING", "Refund under way"),
    ("REFUNDED", "Refunded"),
]
CURRENCY = models.CharField(max_length=7, verbose_name="ISO 4217, or XCR-… for credit lines")


class Migration(migrations.Migration):
    """``Order.plan``, its commission and settlement."""

    dependencies = [("ledger", "0002_guards")]
    operations = [
        migrations.RemoveConstraint(model_name="order", name="ledger_order_commission_cap"),
        migrations.RemoveConstraint(model_name="order", name="ledger_order_state_known"),
        migrations.AddField(
            model_name="order",
            name="plan",
            field=models.JSONField(
                default=dict,
                encoder=django.core.serializers.json.DjangoJSONEncoder,
                verbose_name="the payment plan, frozen; see plans.py",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="order",
            name="commission_minor",
            field=models.BigIntegerField(default=0, verbose_name="what the market earns on the whole order, frozen"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="order",
            name="commission_tax_minor",
            field=models.BigIntegerField(default=0, verbose_name="the tax on it"),
        ),
        migrations.AddField(
            model_name="order",
            name="commission_rule",
            field=models.JSONField(default=dict, verbose_name="the rules that it follows from, in words and figures"),
        ),
        migrations.AddField(
            model_name="order",
            name="settlement_currency",
            field=models.CharField(default="", max_length=3, verbose_name="in which the vendor is paid"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="order",
            name="settlement_rate",
            field=models.DecimalField(
                decimal_places=8,
                default=1,
                max_digits=18,
                verbose_name="one unit of the order's currency in the vendor's, frozen",
            ),
        ),
        migrations.AlterField(model_name="account", name="currency", field=CURRENCY),
        migrations.AlterField(model_name="posting", name="currency", field=CURRENCY),
        migrations.AlterField(
            model_name="order",
            name="state",
            field=models.CharField(choices=STATES, default="AWAITING_PAYMENT", max_length=20),
        ),
        migrations.RunSQL((SQL / "plans.sql").read_text(), migrations.RunSQL.noop),
        migrations.RemoveField(model_name="order", name="commission_bp"),
        migrations.RunSQL((SQL / "freeze_order.sql").read_text(), migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=Q(commission_minor__gte=0, commission_tax_minor__gte=0)
                & Q(total_minor__gte=F("commission_minor") + F("commission_tax_minor")),
                name="ledger_order_commission_cap",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(condition=Q(settlement_rate__gt=0), name="ledger_order_rate_positive"),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=Q(state__in=[state for state, _ in STATES]), name="ledger_order_state_known"
            ),
        ),
    ]
