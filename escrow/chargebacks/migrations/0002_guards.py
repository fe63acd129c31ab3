"""A statement, once written, is evidence."""

from django.db import migrations

_UP = """
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON chargebacks_chargebackstatement
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON chargebacks_chargebackstatement
  FOR EACH STATEMENT EXECUTE FUNCTION append_only();
"""
_DOWN = """
DROP TRIGGER append_only_rows ON chargebacks_chargebackstatement;
DROP TRIGGER append_only_table ON chargebacks_chargebackstatement;
"""


class Migration(migrations.Migration):
    """Arm the trigger of the ledger's own append-only tables."""

    dependencies = [("chargebacks", "0001_initial"), ("ledger", "0002_guards")]
    operations = [migrations.RunSQL(_UP, _DOWN)]
