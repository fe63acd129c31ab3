"""What PostgreSQL itself keeps of agreements: reports and extensions are never rewritten, an address changes only by
an amendment that both sides accepted."""

from django.db import migrations

_APPEND_ONLY = ("agreements_inspectionreport", "agreements_reportfile", "agreements_extension")


class Migration(migrations.Migration):
    """Append-only tables, and the guard of an order's address."""

    dependencies = [("agreements", "0001_initial"), ("ledger", "0006_amendable_order")]
    operations = [
        *(
            migrations.RunSQL(
                f"""
                CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON {table}
                    FOR EACH ROW EXECUTE FUNCTION append_only();
                CREATE TRIGGER append_only_table BEFORE TRUNCATE ON {table}
                    FOR EACH STATEMENT EXECUTE FUNCTION append_only();
                """,
                f"DROP TRIGGER append_only_rows ON {table}; DROP TRIGGER append_only_table ON {table};",
            )
            for table in _APPEND_ONLY
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION agreements_guard_address() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF NEW.ship_to IS DISTINCT FROM OLD.ship_to AND NOT EXISTS (
                SELECT 1 FROM agreements_amendment
                WHERE order_id = NEW.id AND state = 'ACCEPTED' AND changes -> 'ship_to' = NEW.ship_to
              ) THEN
                RAISE EXCEPTION 'the address of order % changes only by an accepted amendment', OLD.number
                  USING ERRCODE = '42501';
              END IF;
              RETURN NEW;
            END $$;
            CREATE TRIGGER agreements_guard_address BEFORE UPDATE ON ledger_order
                FOR EACH ROW EXECUTE FUNCTION agreements_guard_address();
            """,
            "DROP TRIGGER agreements_guard_address ON ledger_order; DROP FUNCTION agreements_guard_address;",
        ),
    ]
