"""The judge's postings are a kind of movement of their own, between accounts of a kind of their own."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from marketplace.ledger.conformance.accounts import KIND
from marketplace.ledger.reference import load_rules
from marketplace.ledger.rules import Rule


def allow(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let the judge debit and credit its accounts."""
    with schema_editor.connection.cursor() as cursor:
        load_rules(cursor, {KIND: Rule(KIND, KIND)})


class Migration(migrations.Migration):
    """After the table of rules."""

    dependencies = [("conformance", "0001_initial"), ("ledger", "0005_journal_guards")]
    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]
