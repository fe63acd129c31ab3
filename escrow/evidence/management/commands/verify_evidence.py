"""``manage.py verify_evidence <zip or folder>``: verify an evidence pack with this market's own keys."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from escrow.evidence import signing, verify


class Command(BaseCommand):
    """Exits with 1 for a pack that is not genuine."""

    help = "Verify an evidence pack (a ZIP, or a folder that it was unpacked into)."

    def add_arguments(self, parser: CommandParser) -> None:
        """One path, and another market's key if need be."""
        parser.add_argument("path")
        parser.add_argument("--key", help="A public key as hex; by default those that this market publishes.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Try the keys, newest first; a pack is genuine under one of them."""
        keys = [options["key"]] if options["key"] else signing.published_keys()
        refusals = []
        for key in keys:
            try:
                said = verify.verify(options["path"], key)
            except (verify.Forged, KeyError, TypeError, OSError) as error:
                refusals.append(str(error))
            else:
                self.stdout.write("\n".join([*said, "GENUINE"]))
                return
        raise CommandError(f"NOT GENUINE: {refusals[0]}")
