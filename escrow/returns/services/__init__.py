"""The writers of returns: asked for, negotiated, shipped and judged, made good."""

from escrow.returns.services.goods import declare_shortage, judge_return, receive_return, ship_return
from escrow.returns.services.negotiation import (
    accept_offer,
    counter_offer,
    escalate_return,
    refuse_return,
    withdraw_return,
)
from escrow.returns.services.policies import save_return_policy
from escrow.returns.services.remedies import accept_verdict, confirm_remedy, decide_return, send_remedy
from escrow.returns.services.requests import add_return_files, request_return

__all__ = [
    "accept_offer",
    "accept_verdict",
    "add_return_files",
    "confirm_remedy",
    "counter_offer",
    "decide_return",
    "declare_shortage",
    "escalate_return",
    "judge_return",
    "receive_return",
    "refuse_return",
    "request_return",
    "save_return_policy",
    "send_remedy",
    "ship_return",
    "withdraw_return",
]
