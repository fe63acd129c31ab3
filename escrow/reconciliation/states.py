"""What became of a bank receipt, and what kinds of runs there are."""

from django.db import models

from marketplace.lib.state import Machine


class RunKind(models.TextChoices):
    """How far back a run looks."""

    INCREMENTAL = "INCREMENTAL", "Since the last run"
    FULL = "FULL", "From the beginning"


class ReceiptState(models.TextChoices):
    """Where the money of a bank transfer is."""

    UNMATCHED = "UNMATCHED", "Owner unknown"
    WAITING = "WAITING", "In the wallet, less than the amount due"
    APPLIED = "APPLIED", "Paid the order"
    KEPT = "KEPT", "In the buyer’s wallet"
    RETURNED = "RETURNED", "Sent back"


RECEIPT = Machine(
    "receipt",
    {
        "assign": ({ReceiptState.UNMATCHED}, ReceiptState.WAITING),
        "return": ({ReceiptState.UNMATCHED}, ReceiptState.RETURNED),
        "apply": ({ReceiptState.WAITING}, ReceiptState.APPLIED),
        "keep": ({ReceiptState.WAITING}, ReceiptState.KEPT),
    },
)
