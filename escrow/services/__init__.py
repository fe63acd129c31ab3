"""The writers of escrow: payments, shipping, acceptance, milestones, refunds, payouts, and the machinery under them."""

from escrow.services.acceptance import PartIsFrozen, accept_order, auto_accept
from escrow.services.bank_payouts import (
    NeedsSecondOperator,
    report_bank_payout_returned,
    report_bank_payout_sent,
)
from escrow.services.clocks import fire_due_timers
from escrow.services.debts import record_debt_repaid, write_off_debt
from escrow.services.inbox import process_gateway_event, receive_gateway_event
from escrow.services.milestones import send_back_milestone, submit_milestone
from escrow.services.operations import retry_operation, run_operation
from escrow.services.payments import NothingToPay, cancel_unpaid, fund_from_wallet, pay_from_wallet, start_payment
from escrow.services.payouts import run_payout_batch
from escrow.services.refunds import cancel_unshipped, request_refund
from escrow.services.shipping import NotYet, report_delivery, report_ready, ship_order
from escrow.services.treasury import claw_back_debts, pay_out_own_money

__all__ = [
    "NeedsSecondOperator",
    "NotYet",
    "NothingToPay",
    "PartIsFrozen",
    "accept_order",
    "auto_accept",
    "cancel_unpaid",
    "cancel_unshipped",
    "claw_back_debts",
    "fire_due_timers",
    "fund_from_wallet",
    "pay_from_wallet",
    "pay_out_own_money",
    "process_gateway_event",
    "receive_gateway_event",
    "record_debt_repaid",
    "report_bank_payout_returned",
    "report_bank_payout_sent",
    "report_delivery",
    "report_ready",
    "request_refund",
    "retry_operation",
    "run_operation",
    "run_payout_batch",
    "send_back_milestone",
    "ship_order",
    "start_payment",
    "submit_milestone",
    "write_off_debt",
]
