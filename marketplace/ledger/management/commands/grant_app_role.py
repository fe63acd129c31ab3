"""``manage.py grant_app_role``: what the application's database role may do. Run as the owner after each migrate.

Everything is granted, except that tables with an ``append_only_rows`` trigger may only be read and added
to, and balances, which triggers write, may only be read.
"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection
from psycopg import sql


class Command(BaseCommand):
    """Grant the application's role what it needs and nothing that rewrites history."""

    help = "Grant the application's database role its rights. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Grant widely, then take back."""
        role = sql.Identifier(settings.APP_DATABASE_ROLE)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'append_only_rows' ORDER BY 1"
            )
            append_only = [row[0] for row in cursor.fetchall()]
            statements = [
                sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role),
                sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}").format(role),
                sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(role),
                sql.SQL("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {}").format(role),
                *(
                    sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(sql.Identifier(table), role)
                    for table in append_only
                ),
                sql.SQL("REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ledger_balance FROM {}").format(role),
            ]
            for statement in statements:
                cursor.execute(statement.as_string(connection.connection))
        self.stdout.write(f"{settings.APP_DATABASE_ROLE}: granted; {len(append_only)} tables append-only")
