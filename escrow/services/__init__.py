"""The writers of escrow: payments, shipping, acceptance, refunds, payouts, and the machinery under them."""

from escrow.services.acceptance import accept_order, auto_accept
from escrow.services.clocks import fire_due_timers
from escrow.services.inbox import process_gateway_event, receive_gateway_event
from escrow.services.operations import retry_operation, run_operation
from escrow.services.payments import cancel_unpaid, start_payment
from escrow.services.payouts import run_payout_batch
from escrow.services.refunds import request_refund
from escrow.services.shipping import report_delivery, ship_order

__all__ = [
    "accept_order",
    "auto_accept",
    "cancel_unpaid",
    "fire_due_timers",
    "process_gateway_event",
    "receive_gateway_event",
    "report_delivery",
    "request_refund",
    "retry_operation",
    "run_operation",
    "run_payout_batch",
    "ship_order",
    "start_payment",
]
