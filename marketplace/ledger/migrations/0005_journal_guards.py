"""Posting rules, scales, positions, seals and bounds, kept by PostgreSQL like the first guards."""

from datetime import UTC, datetime
from pathlib import Path

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from marketplace.ledger import reference

SQL = Path(__file__).parent / "sql"
UNDO = (SQL / "guards_undo.sql").read_text()


def load_reference(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The rules and scales of the code as it is now; ``manage.py grant_app_role`` keeps them so."""
    with schema_editor.connection.cursor() as cursor:
        reference.load(cursor, datetime.now(UTC))


class Migration(migrations.Migration):
    """The tables of reference come first, then what looks at them."""

    dependencies = [("ledger", "0004_journal")]
    operations = [
        migrations.RunSQL((SQL / "journal/reference.sql").read_text(), UNDO),
        migrations.RunPython(load_reference, migrations.RunPython.noop),
        *(
            migrations.RunSQL((SQL / f"journal/{name}.sql").read_text(), UNDO)
            for name in ("guards", "balances", "post", "seals")
        ),
    ]
