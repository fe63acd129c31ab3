"""A step of a chargeback with all that follows from it. Runs in the caller's transaction, with the order locked."""

from datetime import datetime

from escrow.chargebacks.events import ChargebackChanged
from escrow.chargebacks.models import Chargeback
from escrow.chargebacks.outcomes import lose, unfreeze
from escrow.chargebacks.states import CHARGEBACK, ChargebackState
from escrow.machinery import timers
from marketplace.ledger import movements
from marketplace.ledger.services import note_order, post
from marketplace.lib.actor import Actor
from marketplace.outbox.publishing import publish


def take(chargeback: Chargeback, action: str, at: datetime, *, actor: Actor) -> None:
    """Move it on: the timeline, the clocks, the money, the event. Raises WrongState."""
    chargeback.state = CHARGEBACK.advance(chargeback.state, action)
    order = chargeback.order
    facts = {"ref": chargeback.ref, "amount_minor": chargeback.amount_minor, "currency": chargeback.currency}
    note_order(actor=actor, order_id=order.id, kind=f"chargeback_{chargeback.state.lower()}", body=facts, at=at)
    if chargeback.state in CHARGEBACK.ends:
        timers.stop(order_id=order.id, at=at, subject=str(chargeback.id))
        chargeback.decided_at = at
        if chargeback.state == ChargebackState.LOST:
            lose(chargeback, actor=actor, at=at)
        else:
            _return(chargeback, at)
    chargeback.save(update_fields=["state", "decided_at", "outcome"])
    tell(chargeback)


def tell(chargeback: Chargeback) -> None:
    """Publish where it stands."""
    publish(
        ChargebackChanged(
            chargeback_id=chargeback.id,
            ref=chargeback.ref,
            order_number=chargeback.order.number,
            state=chargeback.state,
        )
    )


def _return(chargeback: Chargeback, at: datetime) -> None:
    """Nothing was lost: the network gives back what it took, and the order goes on."""
    if chargeback.withdrawn_at:
        movement = movements.chargeback_won(
            provider=chargeback.provider,
            ref=chargeback.ref,
            currency=chargeback.currency,
            amount=chargeback.amount_minor,
        )
        post(key=f"{entry_key(chargeback)}:won", movement=movement, order_id=chargeback.order_id, at=at)
    unfreeze(chargeback, at)


def entry_key(chargeback: Chargeback) -> str:
    """Under which the withdrawal is booked; what ends it adds a suffix."""
    return f"{chargeback.provider}:{chargeback.ref}"
