"""``manage.py bench pages|ledger``: figures as ratios to a floor measured in the same run. ``make bench NAME=…``."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from infra.bench import ledger, pages
from infra.up.environment import ROOT

CATALOGUE = ROOT.parent / "shared/data/icecat/products.jsonl.gz"


class Command(BaseCommand):
    """Fills an empty database and measures; the last line is JSON."""

    help = "Measure the market beside the floor, on an empty database: make bench NAME=pages (or ledger)"

    def add_arguments(self, parser: CommandParser) -> None:
        """Which benchmark, and the real products that it loads."""
        parser.add_argument("name", choices=["pages", "ledger"])
        parser.add_argument("--catalog", type=Path, default=CATALOGUE, help="JSON lines of products (.gz too)")

    def handle(self, *args: Any, name: str, catalog: Path, **options: Any) -> None:
        """Run it."""
        try:
            if name == "ledger":
                ledger.run(say=self._say)
            else:
                pages.run(catalog, say=self._say)
        except LookupError as reason:
            raise CommandError(str(reason)) from reason

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
