"""``manage.py verify_ledger``: re-add everything; exit 1 on a cent."""

import json as jsonlib
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import make_aware

from marketplace.ledger.models import VerifyRun
from marketplace.ledger.services.journal.verification import run_verification
from marketplace.ledger.verify import Scope, scope_since
from marketplace.lib import clock


class Command(BaseCommand):
    """Recompute the ledger's promises from postings alone, keep the verdict, freeze what a finding touches."""

    help = "Re-add the whole ledger from its postings; exits with 1 if anything does not fit."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--json`` prints for machines, ``--since`` checks only what was booked from a moment on."""
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--since", help="a date or time, 2026-03-02 or 2026-03-02T10:00+00:00")

    def handle(self, *args: Any, json: bool = False, since: str = "", **options: Any) -> None:
        """Run every check and print what was looked at."""
        scope = scope_since(_moment(since)) if since else Scope()
        run = run_verification(at=clock.now(), scope=scope)
        if json:
            self.stdout.write(_as_json(run))
        else:
            for finding in [*run.findings, *run.alarms]:
                name = finding["check"] if finding in run.findings else f"alarm {finding['check']}"
                self.stdout.write(f"{name}: {finding['subject']}: {finding['detail']}")
            self.stdout.write(
                f"{run.checks} checks over {run.entries} entries and {run.postings} postings: "
                f"{len(run.findings)} findings, {len(run.alarms)} alarms, {run.milliseconds / 1000:.1f} s"
            )
        if run.findings:
            raise CommandError(f"The ledger does not add up: {len(run.findings)} findings.")


def _moment(text: str) -> datetime:
    if moment := parse_datetime(text):
        return moment if moment.tzinfo else make_aware(moment)
    if day := parse_date(text):
        return make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001  # made aware at once
    raise CommandError(f"{text!r} is not a date or time.")


def _as_json(run: VerifyRun) -> str:
    fields = ("checks", "entries", "postings", "milliseconds", "findings", "alarms")
    return jsonlib.dumps({name: getattr(run, name) for name in fields}, ensure_ascii=False)
