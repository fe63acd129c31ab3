"""What a check of the ledger has frozen."""

from django.db.models import F, QuerySet

from marketplace.ledger.models import LedgerFreeze


def open_freezes() -> QuerySet[LedgerFreeze]:
    """What no operator has lifted yet, the oldest first."""
    return LedgerFreeze.objects.filter(lifted_at__isnull=True).order_by("id")


def is_frozen(code: str) -> bool:
    """Whether an account, by its code, is frozen."""
    return open_freezes().filter(account_code=code).exists()


def freezes() -> QuerySet[LedgerFreeze]:
    """All of them, lifted ones too: open ones first, the newest first."""
    return LedgerFreeze.objects.order_by(F("lifted_at").desc(nulls_first=True), "-id")
