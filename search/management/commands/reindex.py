"""``manage.py reindex``: write the search index again from the catalogue."""

from typing import Any

from django.core.management.base import BaseCommand

from marketplace.lib.actor import Actor
from search.services import rebuild


class Command(BaseCommand):
    """The index is losable: this makes it anew."""

    help = "Write the whole search index again from the catalogue. Safe to run at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild and say how much."""
        self.stdout.write(f"{rebuild(actor=Actor.for_system('search.reindex')):,} listings looked at")
