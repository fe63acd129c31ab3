"""Payouts that an operator sends from the market's own bank."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """How a payout goes, and what the bank says of it."""

    dependencies = [
        ("escrow", "0002_numbers"),
        ("identity", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="payout",
            name="bank_reference",
            field=models.CharField(
                blank=True, max_length=80, verbose_name="of a bank transfer: what our bank calls it"
            ),
        ),
        migrations.AddField(
            model_name="payout",
            name="bic",
            field=models.CharField(blank=True, max_length=11),
        ),
        migrations.AddField(
            model_name="payout",
            name="failure",
            field=models.CharField(blank=True, max_length=300, verbose_name="why it came back"),
        ),
        migrations.AddField(
            model_name="payout",
            name="iban",
            field=models.CharField(blank=True, max_length=34, verbose_name="of a bank transfer: where to"),
        ),
        migrations.AddField(
            model_name="payout",
            name="method",
            field=models.CharField(
                choices=[("PROVIDER", "Payout account at the provider"), ("BANK", "Transfer from our bank")],
                default="PROVIDER",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="payout",
            name="reservation_entry",
            field=models.BigIntegerField(
                blank=True, null=True, verbose_name="of a bank transfer: journal entry to settle"
            ),
        ),
        migrations.AddField(
            model_name="payout",
            name="sent_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="payout",
            name="operation",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payout",
                to="escrow.gatewayoperation",
            ),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("method", "BANK"), ("operation__isnull", True)),
                    models.Q(("method", "PROVIDER"), ("operation__isnull", False)),
                    _connector="OR",
                ),
                name="escrow_payout_method",
            ),
        ),
    ]
