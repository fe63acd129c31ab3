"""Who works off the provider's notices that are about no operation of ours: disputes, bank transfers, top-ups.

A handler is registered for a family of kinds (``charge.dispute`` takes ``charge.dispute.created``); the longest family
wins. It runs outside any transaction, at least once, in any order: it asks the provider how the object stands, and
books that. It returns whether the notice was about something of ours; False leaves it waiting, as does GatewaySilent.
"""

from collections.abc import Callable
from datetime import datetime

from escrow.gateways.port import Notice

Worker = Callable[[Notice, datetime], bool]
_workers: dict[str, Worker] = {}


def handles(family: str) -> Callable[[Worker], Worker]:
    """Register the function under it for all kinds that are ``family`` or begin with ``family.``."""

    def register(worker: Worker) -> Worker:
        if family in _workers:
            raise TypeError(f"two workers for notices of {family}")
        _workers[family] = worker
        return worker

    return register


def worker_for(kind: str) -> Worker | None:
    """The worker of the longest family that ``kind`` belongs to."""
    families = [family for family in _workers if kind == family or kind.startswith((f"{family}.", f"{family}["))]
    return _workers[max(families, key=len)] if families else None
