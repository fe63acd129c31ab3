"""The promises of the ledger, kept by PostgreSQL itself.

Balanced and complete entries, running balances within their bounds, nothing ever changed: enforced by
triggers and constraints, so that raw SQL cannot break them either. ``manage.py grant_app_role`` adds
the second lock: the application's role may only SELECT and INSERT on append-only tables.
"""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    """Install the guards."""

    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.RunSQL((SQL / "guards.sql").read_text(), (SQL / "guards_undo.sql").read_text()),
        migrations.RunSQL((SQL / "post.sql").read_text(), (SQL / "post_undo.sql").read_text()),
    ]
