"""Runs the checks, keeps the verdict for screens, and stops the money that a finding touches."""

import time
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from marketplace.ledger.models import JournalEntry, Posting, VerifyRun
from marketplace.ledger.queries import safeguarding
from marketplace.ledger.services.journal.freezes import freeze_findings
from marketplace.ledger.verify.registry import Scope
from marketplace.ledger.verify.running import check_names, raised_alarms, verify

_EVERYTHING = Scope()


def run_verification(*, at: datetime, scope: Scope = _EVERYTHING) -> VerifyRun:
    """Re-add the ledger (or the entries of ``scope``), store the verdict, freeze what findings touch.

    Never call it in a transaction: the checks run side by side on connections of their own.
    """
    began = time.monotonic()
    findings, alarms = verify(scope), raised_alarms()
    with transaction.atomic():
        run = VerifyRun.objects.create(
            checked_at=at,
            milliseconds=int((time.monotonic() - began) * 1000),
            checks=len(check_names()),
            first_entry=scope.first_entry,
            entries=JournalEntry.objects.filter(pk__gte=scope.first_entry).count(),
            postings=Posting.objects.filter(entry_id__gte=scope.first_entry).count(),
            findings=[asdict(finding) for finding in findings],
            alarms=[asdict(alarm) for alarm in alarms],
            figures={
                "trial": [asdict(total) for total in safeguarding.trial_balance()],
                "safeguards": [asdict(safeguard) for safeguard in safeguarding.safeguards()],
                "clearing": [asdict(item) for item in safeguarding.clearing_items()],
            },
        )
        freeze_findings(findings=findings, at=at)
    return run
