"""What PostgreSQL itself keeps of cases: their numbers, and what is never rewritten."""

from django.db import migrations

APPEND_ONLY = ("caseevent", "evidence", "decisionline", "appeal", "precedent")


def _arm(table: str) -> str:
    return f"""
        CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON disputes_{table}
            FOR EACH ROW EXECUTE FUNCTION append_only();
        CREATE TRIGGER append_only_table BEFORE TRUNCATE ON disputes_{table}
            FOR EACH STATEMENT EXECUTE FUNCTION append_only();
    """


def _disarm(table: str) -> str:
    return f"""
        DROP TRIGGER append_only_rows ON disputes_{table};
        DROP TRIGGER append_only_table ON disputes_{table};
    """


class Migration(migrations.Migration):
    """The number series, and append-only tables."""

    dependencies = [("disputes", "0001_initial"), ("ledger", "0002_guards")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE disputes_number START 1001;", "DROP SEQUENCE disputes_number;"),
        *(migrations.RunSQL(_arm(table), _disarm(table)) for table in APPEND_ONLY),
    ]
