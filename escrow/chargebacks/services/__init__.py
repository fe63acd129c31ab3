"""The writers: the mirror of the provider's dispute, and our answers to it."""

from escrow.chargebacks.services.answers import (
    add_statement,
    send_due_evidence,
    set_liability,
    submit_evidence,
    write_off,
)
from escrow.chargebacks.services.mirror import mirror_dispute

__all__ = [
    "add_statement",
    "mirror_dispute",
    "send_due_evidence",
    "set_liability",
    "submit_evidence",
    "write_off",
]
