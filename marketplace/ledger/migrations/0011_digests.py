"""A block is sealed, and checked, by what is in it: digests follow the indexes instead of sorting the journal."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    """Replace ``ledger_digests``; the digests are the same."""

    dependencies = [("ledger", "0010_settlement_terms")]
    operations = [
        migrations.RunSQL((SQL / "journal/digests.sql").read_text(), (SQL / "guards_undo.sql").read_text()),
    ]
