"""Re-adds the whole ledger from its postings and reports every cent that does not fit.

Each check is one SQL statement that returns the offending rows; nothing is trusted that the service layer wrote
beside the postings. Packages above add checks of their own with ``@check`` in ``ledger_checks.py``.
"""

from marketplace.ledger.verify import clearing, guards, journal, orders, provider, seals
from marketplace.ledger.verify.registry import Finding, Scope, alarm, check
from marketplace.ledger.verify.running import check_names, raised_alarms, scope_since, verify
from marketplace.ledger.verify.verdicts import Verdict, recent_verdict

__all__ = [
    "Finding",
    "Scope",
    "Verdict",
    "alarm",
    "check",
    "check_names",
    "clearing",
    "guards",
    "journal",
    "orders",
    "provider",
    "raised_alarms",
    "recent_verdict",
    "scope_since",
    "seals",
    "verify",
]
