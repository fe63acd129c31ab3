"""``manage.py seed``: the demonstration market, or a real catalogue with its brands as suppliers."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from infra.seed import catalog, market
from marketplace.ledger.verify import verify
from marketplace.lib import clock


class Command(BaseCommand):
    """Built through the services; deterministic for a given day."""

    help = "Build the demonstration market (once), or load a catalogue file with --catalog."

    def add_arguments(self, parser: CommandParser) -> None:
        """A file, and how much of it."""
        parser.add_argument("--catalog", type=Path, help="JSON lines of products (.gz too): brands become suppliers")
        parser.add_argument("--limit", type=int, default=0, help="load at most this many products of the catalogue")

    def handle(self, *args: Any, catalog: Path | None = None, limit: int = 0, **options: Any) -> None:
        """Seed, then verify the ledger."""
        with connection.cursor() as cursor:
            # A seed that is cut short is started over, so it need not wait for the disk at every step.
            cursor.execute("SET synchronous_commit = off")
        if catalog:
            load_catalog(catalog, limit, self._say)
        elif market.is_empty():
            market.build(now=clock.now(), say=self._say)
        else:
            self._say("The market has data already. Start over with: make reset")
        if findings := verify():
            raise CommandError(f"The ledger does not add up after the seed: {findings}")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def load_catalog(file: Path, limit: int, say: market.Say) -> None:
    """The real products, through the same import that suppliers use."""
    if not file.exists():
        raise CommandError(f"{file} does not exist.")
    catalog.load(file, limit=limit, now=clock.now(), say=say)
