"""The officer's door: who may judge a case at all."""

from escrow.disputes import policy
from escrow.disputes.machinery import steps
from escrow.disputes.models import Case
from marketplace.lib.actor import Actor, require
from vendors import queries as vendors

PARTIAL = "You handled this supplier’s verification. Another officer has to take this case."


def enter(actor: Actor, number: str) -> Case:
    """The case, for an officer who may judge it. Raises NotFound, NotAllowed."""
    case = steps.find(actor, number)
    require(policy.may_judge(actor))
    require(is_impartial(actor, case), PARTIAL)
    return case


def is_impartial(actor: Actor, case: Case) -> bool:
    """Not one of those who handled the vendor's verification. One SQL query."""
    return policy.is_impartial(actor, vendors.deciders_of(case.order.vendor_id))
