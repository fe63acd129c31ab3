"""Reactions: the provider's notices about disputes, evidence that is due, hints for open pages."""

from datetime import datetime

from escrow.chargebacks import services, tasks
from escrow.chargebacks.events import ChargebackChanged, EvidenceDue
from escrow.gateways.port import Notice, get_gateway
from escrow.machinery import notices
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound
from marketplace.outbox.registry import starts
from marketplace.realtime import hints

SYSTEM = Actor.for_system("escrow.chargebacks")


@notices.handles("charge.dispute")
def mirror(notice: Notice, at: datetime) -> bool:
    """A notice is a hint: ask how the dispute stands and follow. False if its payment is not ours (yet)."""
    dispute = get_gateway().get_dispute(notice.object_ref)
    try:
        services.mirror_dispute(actor=SYSTEM, dispute=dispute, at=at)
    except NotFound:
        return False
    return True


@starts(EvidenceDue)
def on_evidence_due_send(event: EvidenceDue) -> None:
    """Sending talks to the provider."""
    tasks.send_evidence.delay(event.ref, f"due:{event.event_id}")


@starts(ChargebackChanged)
def on_chargeback_changed_refresh_console(event: ChargebackChanged) -> None:
    """The operator's queue fetches itself again."""
    hints.changed("chargebacks", [event.ref])
