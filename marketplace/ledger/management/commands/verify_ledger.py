"""``manage.py verify_ledger``: re-add everything; exit 1 on a cent."""

import json as jsonlib
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.ledger.models import JournalEntry, Posting
from marketplace.ledger.verify import check_names, verify


class Command(BaseCommand):
    """Recompute the ledger's promises from postings alone."""

    help = "Re-add the whole ledger from its postings; exits with 1 if anything does not fit."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--json`` prints findings for machines."""
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, json: bool = False, **options: Any) -> None:
        """Run every check and print what was looked at."""
        findings = verify()
        counts = {
            "checks": len(check_names()),
            "entries": JournalEntry.objects.count(),
            "postings": Posting.objects.count(),
        }
        if json:
            self.stdout.write(_dumps({**counts, "findings": [asdict(finding) for finding in findings]}))
        else:
            for finding in findings:
                self.stdout.write(f"{finding.check}: {finding.subject}: {finding.detail}")
            self.stdout.write(
                f"{counts['checks']} checks over {counts['entries']} entries and {counts['postings']} postings: "
                f"{len(findings)} findings"
            )
        if findings:
            raise CommandError(f"The ledger does not add up: {len(findings)} findings.")


def _dumps(value: dict[str, Any]) -> str:
    return jsonlib.dumps(value, ensure_ascii=False)
