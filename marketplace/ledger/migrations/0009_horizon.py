"""What is final in this database does not wait for transactions of other databases in the cluster."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    """Replace ``ledger_horizon``."""

    dependencies = [("ledger", "0008_verify_scope")]
    operations = [
        migrations.RunSQL((SQL / "journal/horizon.sql").read_text(), (SQL / "guards_undo.sql").read_text()),
    ]
