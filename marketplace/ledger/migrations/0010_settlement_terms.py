"""Commission rules, settlement terms and exchange rates; what an order needs of them is frozen on it."""

from pathlib import Path

import django.db.models.deletion
import marketplace.lib.ids
from django.db import migrations, models


SQL = Path(__file__).parent / "sql"
UNDO = """
DROP TRIGGER ledger_end_rule ON ledger_commissionrule;
DROP FUNCTION ledger_end_rule();
"""


class Migration(migrations.Migration):
    """Three tables, and one more frozen column."""

    dependencies = [
        ("identity", "0001_initial"),
        ("ledger", "0009_horizon"),
    ]

    operations = [
        migrations.AddField(
            model_name="order",
            name="settlement_terms",
            field=models.JSONField(default=dict, verbose_name="reserve and waiting time of its releases, frozen"),
        ),
        migrations.CreateModel(
            name="ExchangeRate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=marketplace.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("base", models.CharField(max_length=3)),
                ("quote", models.CharField(max_length=3)),
                ("rate", models.DecimalField(decimal_places=8, max_digits=18)),
                ("source", models.CharField(max_length=80, verbose_name="who says so: ECB, the bank, a contract")),
                ("at", models.DateTimeField()),
                ("created_by_name", models.CharField(max_length=120)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("base", "quote", "at"), name="ledger_rate_once"),
                    models.CheckConstraint(
                        condition=models.Q(("rate__gt", 0), models.Q(("base", models.F("quote")), _negated=True)),
                        name="ledger_rate_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommissionRule",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=marketplace.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "category_path",
                    models.CharField(blank=True, max_length=120, verbose_name="ids from the root; empty is everything"),
                ),
                ("plan_kind", models.CharField(blank=True, max_length=12)),
                (
                    "currency",
                    models.CharField(
                        blank=True, max_length=3, verbose_name="of the amounts; empty where there are none"
                    ),
                ),
                ("basis_points", models.PositiveIntegerField(default=0)),
                (
                    "tiers",
                    models.JSONField(blank=True, default=list, verbose_name="[[order's goods from, basis points], …]"),
                ),
                ("fixed_minor", models.BigIntegerField(default=0)),
                ("minimum_minor", models.BigIntegerField(default=0)),
                ("maximum_minor", models.BigIntegerField(blank=True, null=True)),
                ("tax_basis_points", models.PositiveIntegerField(default=0)),
                ("valid_from", models.DateTimeField()),
                ("valid_until", models.DateTimeField(blank=True, null=True)),
                ("created_by_name", models.CharField(max_length=120)),
                ("created_at", models.DateTimeField()),
                (
                    "vendor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="identity.organization",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("basis_points__lte", 5000),
                            ("fixed_minor__gte", 0),
                            ("tax_basis_points__lte", 5000),
                            ("minimum_minor__gte", 0),
                            models.Q(
                                ("maximum_minor__isnull", True),
                                ("maximum_minor__gte", models.F("minimum_minor")),
                                _connector="OR",
                            ),
                        ),
                        name="ledger_commission_bounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("currency", ""), _negated=True),
                            models.Q(
                                ("fixed_minor", 0),
                                ("maximum_minor__isnull", True),
                                ("minimum_minor", 0),
                                ("tiers", models.Value([], models.JSONField())),
                            ),
                            _connector="OR",
                        ),
                        name="ledger_commission_amounts_have_currency",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SettlementTerms",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=marketplace.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("state", models.CharField(choices=[("PROPOSED", "Proposed"), ("AGREED", "Agreed")], max_length=8)),
                ("currency", models.CharField(blank=True, max_length=3, verbose_name="empty: that of each order")),
                ("reserve_bp", models.PositiveIntegerField()),
                ("reserve_days", models.PositiveSmallIntegerField()),
                ("maturity_days", models.PositiveSmallIntegerField()),
                (
                    "schedule",
                    models.CharField(
                        choices=[
                            ("DAILY", "Every day"),
                            ("WEEKLY", "Once a week"),
                            ("MONTHLY", "Once a month"),
                            ("MANUAL", "When an operator does it"),
                        ],
                        default="DAILY",
                        max_length=8,
                    ),
                ),
                (
                    "schedule_day",
                    models.PositiveSmallIntegerField(default=1, verbose_name="1 is Monday, or the day of the month"),
                ),
                ("minimum_minor", models.BigIntegerField(default=0, verbose_name="a payout below it waits")),
                (
                    "method",
                    models.CharField(
                        choices=[("PROVIDER", "Payout account at the provider"), ("BANK", "Transfer from our bank")],
                        default="PROVIDER",
                        max_length=8,
                    ),
                ),
                ("iban", models.CharField(blank=True, max_length=34)),
                ("bic", models.CharField(blank=True, max_length=11)),
                ("created_by_name", models.CharField(max_length=120)),
                ("created_at", models.DateTimeField()),
                (
                    "vendor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.organization"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "settlement terms",
                "indexes": [models.Index(fields=["vendor", "-created_at"], name="ledger_terms_vendor")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("maturity_days__lte", 90),
                            ("minimum_minor__gte", 0),
                            ("reserve_bp__lte", 5000),
                            ("reserve_days__lte", 365),
                        ),
                        name="ledger_terms_bounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("schedule_day__gte", 1), ("schedule_day__lte", 28)), name="ledger_terms_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("method", "PROVIDER"), models.Q(("iban", ""), _negated=True), _connector="OR"
                        ),
                        name="ledger_terms_bank_has_iban",
                    ),
                ],
            },
        ),
        migrations.RunSQL((SQL / "settlement.sql").read_text(), UNDO + (SQL / "amendable_order.sql").read_text()),
    ]
