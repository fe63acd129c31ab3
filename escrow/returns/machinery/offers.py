"""Proposals in a return: one is open at a time, and it is accepted by the hash that was shown."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from escrow.returns.models import Return, ReturnOffer
from escrow.returns.states import WITH_SHARE, OfferState
from marketplace.lib import ids
from marketplace.lib.actor import Actor
from marketplace.lib.errors import Conflict, Invalid

WHOLE_BP = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a side proposes. ``quantities``: {position: pieces that come back, or that the credit is for}."""

    remedy: str
    freight_payer: str
    quantities: Mapping[str, str]
    credit_bp: int = WHOLE_BP
    restocking_bp: int = 0
    note: str = field(default="", compare=False)


def check_share(remedy: str, credit_bp: int) -> None:
    """A part is more than nothing and less than all. Raises Invalid."""
    if remedy in WITH_SHARE and not 0 < credit_bp < WHOLE_BP:
        raise Invalid.field("credit_bp", "A part of the value is more than 0 % and less than 100 %.")


def make(*, actor: Actor, row: Return, side: str, offer: Offer, at: datetime) -> ReturnOffer:
    """Put ``offer`` on the table in place of the open one."""
    check_share(offer.remedy, offer.credit_bp)
    row.offers.filter(state=OfferState.OPEN).update(state=OfferState.SUPERSEDED)
    no = row.offers.count() + 1
    return ReturnOffer.objects.create(
        of=row, no=no, side=side, remedy=offer.remedy, credit_bp=offer.credit_bp, restocking_bp=offer.restocking_bp,
        freight_payer=offer.freight_payer, quantities=dict(offer.quantities), note=offer.note,
        hash=ids.input_hash(facts(row.number, no, offer)), made_by_name=actor.user_name, made_at=at,
    )  # fmt: skip


def facts(number: str, no: int, offer: Offer) -> dict[str, Any]:
    """What the hash of a proposal covers."""
    agreed = {name: value for name, value in asdict(offer).items() if name != "note"}
    return {"return": number, "no": no, **agreed}


def close(row: Return, shown_hash: str, state: OfferState) -> ReturnOffer:
    """End the open proposal, if it is still the one that was shown. Raises Conflict."""
    offer = row.offers.filter(state=OfferState.OPEN).first()
    if offer is None or offer.hash != shown_hash:
        raise Conflict("The proposal has changed since you saw it. Reload the page and read it again.")
    offer.state = state
    offer.save(update_fields=["state"])
    return offer


def check_quantities(row: Return, quantities: Mapping[str, str]) -> dict[int, Decimal]:
    """Pieces by position, no more than were requested. Raises Invalid."""
    requested = {line.line.position: line.requested for line in row.lines.select_related("line")}
    asked = {int(position): Decimal(str(count)) for position, count in quantities.items()}
    if not any(asked.values()):
        raise Invalid.field("lines", "Name at least one position.")
    for position, count in asked.items():
        if not 0 <= count <= requested.get(position, Decimal(0)):
            raise Invalid.field("lines", f"Of position {position}, at most what was requested can come back.")
    return asked
