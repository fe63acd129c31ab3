"""The last verdict, for screens: they never verify themselves."""

from dataclasses import dataclass
from datetime import datetime

from marketplace.ledger.models import VerifyRun
from marketplace.ledger.verify.registry import Finding


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the last run over all checks found, and when it ran."""

    findings: list[Finding]
    checks: int
    checked_at: datetime | None


def recent_verdict(at: datetime) -> Verdict:
    """The newest stored verdict of at most ``at``; without one, nothing was checked yet."""
    run = VerifyRun.objects.filter(checked_at__lte=at).order_by("-checked_at").first()
    if run is None:
        return Verdict([], 0, None)
    findings = [Finding(found["check"], found["subject"], found["detail"]) for found in run.findings]
    return Verdict(findings, run.checks, run.checked_at)
