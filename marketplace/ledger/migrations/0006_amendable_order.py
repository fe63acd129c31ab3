"""Where an order goes may change by agreement: its address is guarded by the amendments that both sides accepted."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    """The frozen part of an order without its address."""

    dependencies = [("ledger", "0005_journal_guards")]
    operations = [
        migrations.RunSQL((SQL / "amendable_order.sql").read_text(), (SQL / "freeze_order.sql").read_text()),
    ]
