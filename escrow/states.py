"""The lives of what escrow owns, as data: operations at the payment provider, payouts, and the clocks of an order."""

from django.db import models

from marketplace.lib.state import Machine


class OperationKind(models.TextChoices):
    """What we ask the payment provider to do."""

    PAYMENT = "PAYMENT", "Payment"
    REFUND = "REFUND", "Refund"
    TRANSFER = "TRANSFER", "Transfer"


class OperationState(models.TextChoices):
    """How far one operation at the provider has come, as far as we know."""

    RESERVED = "RESERVED", "Reserved"
    SENT = "SENT", "Sent"
    UNKNOWN = "UNKNOWN", "No answer yet"
    SUCCEEDED = "SUCCEEDED", "Succeeded"
    FAILED = "FAILED", "Failed"
    MANUAL = "MANUAL", "Needs an operator"


OPEN_OPERATIONS = (OperationState.RESERVED, OperationState.SENT, OperationState.UNKNOWN)
"""Operations that the runner still works on."""

OPERATION = Machine(
    "operation",
    {
        "send": ({OperationState.RESERVED, OperationState.SENT, OperationState.UNKNOWN}, OperationState.SENT),
        "lose": ({OperationState.SENT, OperationState.UNKNOWN}, OperationState.UNKNOWN),
        "succeed": ({OperationState.SENT, OperationState.UNKNOWN, OperationState.MANUAL}, OperationState.SUCCEEDED),
        "fail": ({OperationState.SENT, OperationState.UNKNOWN, OperationState.MANUAL}, OperationState.FAILED),
        "give_up": (
            {OperationState.SENT, OperationState.UNKNOWN, OperationState.FAILED, OperationState.MANUAL},
            OperationState.MANUAL,
        ),
        "retry": ({OperationState.MANUAL}, OperationState.SENT),
        # A buyer may try again on the same hosted page after a decline: money that arrived is never ignored.
        "recover": ({OperationState.FAILED}, OperationState.SUCCEEDED),
    },
)


class InboxState(models.TextChoices):
    """What became of a provider's event."""

    RECEIVED = "RECEIVED", "Received"
    PROCESSED = "PROCESSED", "Processed"
    ORPHANED = "ORPHANED", "Matches nothing of ours"


class PayoutState(models.TextChoices):
    """Money on its way to a vendor."""

    RESERVED = "RESERVED", "Under way"
    PAID = "PAID", "Paid"
    FAILED = "FAILED", "Failed"


PAYOUT = Machine(
    "payout",
    {
        "pay": ({PayoutState.RESERVED}, PayoutState.PAID),
        "fail": ({PayoutState.RESERVED}, PayoutState.FAILED),
    },
)


class TimerName(models.TextChoices):
    """The clocks of an order."""

    PAYMENT_DUE = "PAYMENT_DUE", "Payment due"
    ARRIVAL = "ARRIVAL", "Delivery presumed"
    AUTO_ACCEPT = "AUTO_ACCEPT", "Acceptance by clock"
