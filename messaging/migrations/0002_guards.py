"""Thread events are append-only for everybody, raw SQL included."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    """Install the guards."""

    dependencies = [("messaging", "0001_initial"), ("ledger", "0002_guards")]
    operations = [migrations.RunSQL((SQL / "guards.sql").read_text(), (SQL / "guards_undo.sql").read_text())]
