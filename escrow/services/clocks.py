"""Clocks of orders, fired by the sweep."""

from datetime import datetime

from escrow import policy
from escrow.machinery import timers
from marketplace.lib.actor import Actor, require


def fire_due_timers(*, actor: Actor, at: datetime) -> int:
    """Take the step of every clock that is due at ``at``; return how many did. The machine alone.

    Each in a transaction of its own: lapse of unpaid orders, acceptance by clock. Raises NotAllowed.
    """
    require(policy.may_run_machinery(actor))
    return timers.fire_due(actor, at)
