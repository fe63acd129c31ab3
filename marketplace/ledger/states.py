"""Where an order stands, and the steps between: shared by every package that meets in the ledger."""

from django.db import models

from marketplace.lib.state import Machine


class OrderState(models.TextChoices):
    """The life of an order paid in full through escrow."""

    AWAITING_PAYMENT = "AWAITING_PAYMENT", "Awaiting payment"
    FUNDED = "FUNDED", "Paid into escrow"
    SHIPPED = "SHIPPED", "Shipped"
    DELIVERED = "DELIVERED", "Delivered"
    ACCEPTED = "ACCEPTED", "Accepted"
    CLOSED = "CLOSED", "Closed"
    CANCELLED = "CANCELLED", "Cancelled"
    REFUNDING = "REFUNDING", "Refund under way"
    REFUNDED = "REFUNDED", "Refunded"


ORDER = Machine(
    "order",
    {
        "fund": ({OrderState.AWAITING_PAYMENT}, OrderState.FUNDED),
        "cancel": ({OrderState.AWAITING_PAYMENT}, OrderState.CANCELLED),
        "ship": ({OrderState.FUNDED}, OrderState.SHIPPED),
        "deliver": ({OrderState.SHIPPED}, OrderState.DELIVERED),
        "accept": ({OrderState.SHIPPED, OrderState.DELIVERED}, OrderState.ACCEPTED),
        "close": ({OrderState.ACCEPTED}, OrderState.CLOSED),
        "request_refund": ({OrderState.FUNDED}, OrderState.REFUNDING),
        "refund": ({OrderState.REFUNDING}, OrderState.REFUNDED),
    },
)

HELD_STATES = frozenset({OrderState.FUNDED, OrderState.SHIPPED, OrderState.DELIVERED})
"""While an order is in one of these, its escrow account holds exactly its total."""

OPEN_STATES = HELD_STATES | {OrderState.AWAITING_PAYMENT, OrderState.ACCEPTED, OrderState.REFUNDING}
"""Orders on which something is still to happen."""
