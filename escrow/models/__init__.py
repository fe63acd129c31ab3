"""What trade assurance remembers beside the ledger: schedules of orders, operations at the provider, money let go.

Money itself is only in ``marketplace.ledger``. Amounts are minor units of the row's currency.
"""

from escrow.models.money import Payout, PayoutBatch, Refund, Release
from escrow.models.operations import GatewayEvent, GatewayOperation
from escrow.models.schedule import Freeze, PaymentLeg, ReleaseUnit, Shipment, Timer

__all__ = [
    "Freeze",
    "GatewayEvent",
    "GatewayOperation",
    "PaymentLeg",
    "Payout",
    "PayoutBatch",
    "Refund",
    "Release",
    "ReleaseUnit",
    "Shipment",
    "Timer",
]
