"""What PostgreSQL itself keeps of returns: their numbers, and a timeline that is never rewritten."""

from django.db import migrations


class Migration(migrations.Migration):
    """The number series and the append-only timeline."""

    dependencies = [("returns", "0001_initial"), ("ledger", "0002_guards")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE returns_number START 1001;", "DROP SEQUENCE returns_number;"),
        migrations.RunSQL(
            """
            CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON returns_returnevent
                FOR EACH ROW EXECUTE FUNCTION append_only();
            CREATE TRIGGER append_only_table BEFORE TRUNCATE ON returns_returnevent
                FOR EACH STATEMENT EXECUTE FUNCTION append_only();
            """,
            """
            DROP TRIGGER append_only_rows ON returns_returnevent;
            DROP TRIGGER append_only_table ON returns_returnevent;
            """,
        ),
    ]
