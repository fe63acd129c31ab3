"""The lives of what escrow owns, as data: operations at the payment provider, payouts, and the clocks of an order."""

from django.db import models

from marketplace.lib.state import Machine, process, step


class OperationKind(models.TextChoices):
    """What we ask the payment provider to do."""

    PAYMENT = "PAYMENT", "Payment"
    REFUND = "REFUND", "Refund"
    TRANSFER = "TRANSFER", "Transfer"
    REVERSAL = "REVERSAL", "Transfer taken back"
    PLATFORM_PAYOUT = "PLATFORM_PAYOUT", "Payout to our bank"


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
        # A buyer's bank may send a refund back days after it took it.
        "return": ({OperationState.SUCCEEDED}, OperationState.FAILED),
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
        # The vendor's bank may send a transfer back days after ours sent it.
        "return": ({PayoutState.PAID}, PayoutState.FAILED),
    },
)


class LegState(models.TextChoices):
    """Where one payment of an order stands."""

    PLANNED = "PLANNED", "Planned"
    AWAITING = "AWAITING", "Awaiting payment"
    FUNDED = "FUNDED", "Paid"
    EXPIRED = "EXPIRED", "Not paid in time"


LEG = process(
    "payment leg",
    version=1,
    initial=LegState.PLANNED,
    steps={
        "request": step({LegState.PLANNED}, LegState.AWAITING, by={"vendor", "system", "operator"}),
        "fund": step({LegState.PLANNED, LegState.AWAITING}, LegState.FUNDED, by={"buyer", "gateway", "operator"}),
        "expire": step({LegState.PLANNED, LegState.AWAITING}, LegState.EXPIRED, by={"system"}, clock="PAYMENT_DUE"),
    },
    ends={LegState.FUNDED, LegState.EXPIRED},
)


class UnitKind(models.TextChoices):
    """What is accepted in one piece."""

    DELIVERY = "DELIVERY", "Delivery"
    MILESTONE = "MILESTONE", "Milestone"
    RETENTION = "RETENTION", "Retention"


class UnitState(models.TextChoices):
    """Where a release unit stands."""

    LOCKED = "LOCKED", "Waits for payment"
    IN_PROGRESS = "IN_PROGRESS", "In production"
    SHIPPED = "SHIPPED", "Shipped"
    INSPECTING = "INSPECTING", "In inspection"
    ACCEPTED = "ACCEPTED", "Accepted"
    CANCELLED = "CANCELLED", "Cancelled"


_U = UnitState
UNIT = process(
    "release unit",
    version=1,
    initial=_U.LOCKED,
    steps={
        "start": step({_U.LOCKED}, _U.IN_PROGRESS, by={"gateway", "system"}, effect="fund"),
        "ship": step({_U.IN_PROGRESS}, _U.SHIPPED, by={"vendor"}),
        "submit": step({_U.IN_PROGRESS}, _U.INSPECTING, by={"vendor"}),
        "send_back": step({_U.INSPECTING}, _U.IN_PROGRESS, by={"buyer"}),
        "deliver": step({_U.SHIPPED}, _U.INSPECTING, by={"buyer", "vendor", "operator", "system"}, clock="ARRIVAL"),
        "accept": step({_U.SHIPPED, _U.INSPECTING}, _U.ACCEPTED, by={"buyer"}, effect="release"),
        "auto_accept": step({_U.INSPECTING}, _U.ACCEPTED, by={"system"}, clock="AUTO_ACCEPT", effect="release"),
        "end_retention": step({_U.IN_PROGRESS}, _U.ACCEPTED, by={"system"}, clock="RETENTION", effect="release"),
        "settle": step(
            {_U.IN_PROGRESS, _U.SHIPPED, _U.INSPECTING}, _U.ACCEPTED, by={"buyer", "vendor", "operator"}, effect="split"
        ),
        "cancel": step(
            {_U.LOCKED, _U.IN_PROGRESS, _U.SHIPPED, _U.INSPECTING},
            _U.CANCELLED,
            by={"buyer", "vendor", "operator", "system"},
            clock="SHIP_LAPSE",
            effect="refund",
        ),
    },
    ends={_U.ACCEPTED, _U.CANCELLED},
    holding={_U.IN_PROGRESS, _U.SHIPPED, _U.INSPECTING},
)

SETTLED_UNITS = frozenset({UnitState.ACCEPTED, UnitState.CANCELLED})
"""Units on which nothing is to happen any more."""


class TimerName:
    """The clocks of an order; packages above add names of their own."""

    PAYMENT_DUE = "PAYMENT_DUE"
    SHIP_LAPSE = "SHIP_LAPSE"
    ARRIVAL = "ARRIVAL"
    AUTO_ACCEPT = "AUTO_ACCEPT"
    RETENTION = "RETENTION"
    MATURE = "MATURE"
    RESERVE_END = "RESERVE_END"
    HOLD_LIMIT = "HOLD_LIMIT"
