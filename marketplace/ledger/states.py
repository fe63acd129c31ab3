"""Where an order stands, and the steps between: shared by every package that meets in the ledger."""

from django.db import models

from marketplace.lib.state import process, step


class OrderState(models.TextChoices):
    """The life of an order in trade assurance: a summary of its payments and of its release units."""

    AWAITING_PAYMENT = "AWAITING_PAYMENT", "Awaiting payment"
    FUNDED = "FUNDED", "Paid into escrow"
    PARTLY_SHIPPED = "PARTLY_SHIPPED", "Partly shipped"
    SHIPPED = "SHIPPED", "Shipped"
    DELIVERED = "DELIVERED", "Delivered"
    ACCEPTED = "ACCEPTED", "Accepted"
    CLOSED = "CLOSED", "Closed"
    CANCELLED = "CANCELLED", "Cancelled"
    REFUNDING = "REFUNDING", "Refund under way"
    REFUNDED = "REFUNDED", "Refunded"


_S = OrderState
HELD_STATES = frozenset({_S.FUNDED, _S.PARTLY_SHIPPED, _S.SHIPPED, _S.DELIVERED})
"""While an order is in one of these, money may be held for it."""

ORDER = process(
    "order",
    version=1,
    initial=_S.AWAITING_PAYMENT,
    steps={
        "fund": step({_S.AWAITING_PAYMENT}, _S.FUNDED, by={"gateway", "system"}, effect="fund"),
        "cancel": step({_S.AWAITING_PAYMENT}, _S.CANCELLED, by={"vendor", "system"}, clock="PAYMENT_DUE"),
        "ship_part": step({_S.FUNDED, _S.PARTLY_SHIPPED}, _S.PARTLY_SHIPPED, by={"vendor"}),
        "ship": step({_S.FUNDED, _S.PARTLY_SHIPPED}, _S.SHIPPED, by={"vendor"}),
        "deliver": step({_S.SHIPPED}, _S.DELIVERED, by={"buyer", "vendor", "operator", "system"}, clock="ARRIVAL"),
        "accept": step(
            HELD_STATES, _S.ACCEPTED, by={"buyer", "operator", "system"}, clock="AUTO_ACCEPT", effect="release"
        ),
        "close": step({_S.ACCEPTED}, _S.CLOSED, by={"gateway", "operator", "system"}),
        "request_refund": step(
            HELD_STATES, _S.REFUNDING, by={"buyer", "vendor", "operator", "system"}, clock="SHIP_LAPSE", effect="refund"
        ),
        "refund": step({_S.REFUNDING}, _S.REFUNDED, by={"gateway", "operator"}, effect="confirm"),
    },
    ends={_S.CLOSED, _S.CANCELLED, _S.REFUNDED},
    holding=HELD_STATES,
)

OPEN_STATES = HELD_STATES | {OrderState.AWAITING_PAYMENT, OrderState.ACCEPTED, OrderState.REFUNDING}
"""Orders on which something is still to happen."""


class TermsState(models.TextChoices):
    """Whether settlement terms count."""

    PROPOSED = "PROPOSED", "Proposed"
    AGREED = "AGREED", "Agreed"


class PayoutSchedule(models.TextChoices):
    """When a vendor is paid."""

    DAILY = "DAILY", "Every day"
    WEEKLY = "WEEKLY", "Once a week"
    MONTHLY = "MONTHLY", "Once a month"
    MANUAL = "MANUAL", "When an operator does it"


class PayoutMethod(models.TextChoices):
    """How a vendor is paid."""

    PROVIDER = "PROVIDER", "Payout account at the provider"
    BANK = "BANK", "Transfer from our bank"
