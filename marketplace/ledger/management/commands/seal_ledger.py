"""``manage.py seal_ledger``: seal what is final now; ``--anchor`` exports the head of the chain as well."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from marketplace.ledger.services.journal.seals import anchor_chain, seal_entries, take_snapshots
from marketplace.lib import clock


class Command(BaseCommand):
    """What the beat does twice a minute, and once a day."""

    help = "Seal the journal's final entries and bring the snapshots up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--anchor``."""
        parser.add_argument("--anchor", action="store_true", help="export the head of the chain")

    def handle(self, *args: Any, anchor: bool = False, **options: Any) -> None:
        """Seal, snapshot, anchor."""
        sealed = seal_entries(at=clock.now())
        moved = take_snapshots(at=clock.now())
        self.stdout.write(f"{sealed} entries sealed, {moved} snapshots moved")
        if anchor:
            made = anchor_chain(recipients=settings.ANCHOR_EMAILS, at=clock.now())
            self.stdout.write(f"anchor {made.file_name}" if made else "nothing new to anchor")
