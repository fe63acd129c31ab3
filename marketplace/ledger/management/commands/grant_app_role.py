"""``manage.py grant_app_role``: what the application's database role may do. Run as the owner after each migrate.

Everything is granted, except that tables with an ``append_only_rows`` trigger may only be read and added to (and
changed, if the trigger lets rows change but never go), and those that the database's own functions write may only be
read. Before that, the tables that the code owns (posting rules, scales of currencies) are brought up to date.
"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from psycopg import sql

from marketplace.ledger import reference
from marketplace.lib import clock

# Written by triggers and SECURITY DEFINER functions, or by this command.
READ_ONLY = (
    "ledger_balance",
    "ledger_seal",
    "ledger_snapshot",
    "ledger_posting_rule",
    "ledger_asset_scale",
    "ledger_epoch",
)
TRIGGER_ON_UPDATE = 16  # the bit of pg_trigger.tgtype


class Command(BaseCommand):
    """Grant the application's role what it needs and nothing that rewrites history."""

    help = "Bring the ledger's rules up to date and grant the application's role its rights. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Grant widely, then take back."""
        role = sql.Identifier(settings.APP_DATABASE_ROLE)
        with transaction.atomic(), connection.cursor() as cursor:
            reference.load(cursor, clock.now())
            cursor.execute(
                "SELECT tgrelid::regclass::text, (tgtype & %s) > 0 FROM pg_trigger WHERE tgname = 'append_only_rows'"
                " ORDER BY 1",
                [TRIGGER_ON_UPDATE],
            )
            kept = cursor.fetchall()
            statements = [
                sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role),
                sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}").format(role),
                sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(role),
                sql.SQL("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {}").format(role),
                *(
                    sql.SQL("REVOKE DELETE, TRUNCATE ON {} FROM {}").format(sql.Identifier(table), role)
                    for table, _ in kept
                ),
                *(
                    sql.SQL("REVOKE UPDATE ON {} FROM {}").format(sql.Identifier(table), role)
                    for table, is_final in kept
                    if is_final
                ),
                *(
                    sql.SQL("REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(sql.Identifier(table), role)
                    for table in READ_ONLY
                ),
            ]
            for statement in statements:
                cursor.execute(statement.as_string(connection.connection))
        self.stdout.write(f"{settings.APP_DATABASE_ROLE}: granted; {len(kept)} tables append-only")
