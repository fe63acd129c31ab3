"""A request's life as a timeline, from its own columns and its bids. Pure."""

from collections.abc import Sequence
from datetime import datetime

from marketplace.web.parts import Moment
from rfq.models import Rfq
from rfq.queries.quotes import QuoteForBuyer
from rfq.states import RfqState


def moments_of(rfq: Rfq, bids: Sequence[QuoteForBuyer], at: datetime) -> list[Moment]:
    """What happened, what happens now, what comes."""
    past = [Moment(title="Written", detail=f"by {rfq.created_by_name}", at=rfq.created_at)]
    if rfq.posted_at:
        past.append(Moment(title="Posted to suppliers", at=rfq.posted_at))
    past += [Moment(title=f"{bid.vendor_name} quoted", at=bid.submitted_at) for bid in bids]
    return [*sorted(past, key=_when), *_rest(rfq, at)]


def _rest(rfq: Rfq, at: datetime) -> list[Moment]:
    if rfq.state == RfqState.CANCELLED:
        return [Moment(title="Cancelled", detail=rfq.cancel_reason, at=rfq.ended_at, state="stopped")]
    if rfq.state == RfqState.DRAFT:
        return [Moment(title="Post it", state="now"), Moment(title="Suppliers quote", state="todo")]
    if rfq.state == RfqState.AWARDED:
        award = rfq.award
        detail = f"to {award.quote.vendor.name}, order {award.order.number}"
        return [Moment(title="Awarded", detail=detail, at=award.awarded_at)]
    bidding = rfq.takes_quotes(at)
    return [
        Moment(
            title="Bidding closes" if bidding else "Bidding closed",
            at=rfq.closes_at,
            state="now" if bidding else "done",
        ),
        Moment(title="Compare and award", state="todo" if bidding else "now"),
        Moment(title="Pay into escrow", state="todo"),
    ]


def _when(moment: Moment) -> str:
    return moment.at.isoformat() if moment.at else ""
