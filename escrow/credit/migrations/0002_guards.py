"""The promises of invoices, kept by PostgreSQL itself.

What an invoice says is frozen, only what became of it moves; lines, credit notes and the diary are append-only.
Numbers of credit accounts come from a sequence; those of invoices do not, because a sequence has gaps.
"""

from django.db import migrations

FROZEN = (
    "id, number, account_id, order_id, shipment_id, seller_id, buyer_id, purchase_order_number, currency, net_minor, "
    "tax_minor, total_minor, tax_category, tax_rate_bp, tax_reason, terms_minor, commission_minor, "
    "commission_tax_minor, issue_date, delivery_date, due_date, discount_bp, discount_days, late_bp, terms_words, "
    "issued_by_name, issued_at"
)


def _row(name: str) -> str:
    return ", ".join(f"{name}.{column.strip()}" for column in FROZEN.split(","))


APPEND_ONLY = ("credit_invoiceline", "credit_creditnote", "credit_creditevent")

INSTALL = f"""
CREATE SEQUENCE credit_account_number START 1001;
CREATE FUNCTION credit_freeze_invoice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ({_row("NEW")}) IS DISTINCT FROM ({_row("OLD")}) THEN
    RAISE EXCEPTION 'what invoice % says is frozen: correct it by a credit note', OLD.number USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER credit_freeze_invoice BEFORE UPDATE ON credit_invoice
  FOR EACH ROW EXECUTE FUNCTION credit_freeze_invoice();
CREATE TRIGGER append_only_rows BEFORE DELETE ON credit_invoice
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON credit_invoice
  FOR EACH STATEMENT EXECUTE FUNCTION append_only();
""" + "".join(
    f"""
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION append_only();
"""
    for table in APPEND_ONLY
)

REMOVE = """
DROP TRIGGER credit_freeze_invoice ON credit_invoice;
DROP FUNCTION credit_freeze_invoice();
DROP TRIGGER append_only_rows ON credit_invoice;
DROP TRIGGER append_only_table ON credit_invoice;
DROP SEQUENCE credit_account_number;
""" + "".join(
    f"DROP TRIGGER append_only_rows ON {table}; DROP TRIGGER append_only_table ON {table};" for table in APPEND_ONLY
)


class Migration(migrations.Migration):
    """Install the guards."""

    dependencies = [("credit", "0001_initial"), ("ledger", "0002_guards")]
    operations = [migrations.RunSQL(INSTALL, REMOVE)]
