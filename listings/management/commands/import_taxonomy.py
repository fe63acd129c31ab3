"""``manage.py import_taxonomy [FILE]``: load or update the category tree; without a file, the built-in one."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from listings import services
from listings.taxonomy import BUILT_IN, parse_taxonomy
from marketplace.lib.actor import Actor


class Command(BaseCommand):
    """The operator's door to ``services.import_taxonomy``."""

    help = "Load a taxonomy file (Google's list with ids, the same as a nested set, or an indented list)."

    def add_arguments(self, parser: CommandParser) -> None:
        """One optional file."""
        parser.add_argument("file", nargs="?", type=Path, default=BUILT_IN)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Parse everything first, so that a broken file changes nothing."""
        try:
            rows = parse_taxonomy(file.read_text(encoding="utf-8").splitlines())
            count = services.import_taxonomy(actor=Actor.for_system("listings.taxonomy"), rows=rows)
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} categories")
