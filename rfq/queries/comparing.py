"""The comparison screen's data: bids, arithmetic, track records and certificates side by side."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from marketplace.ledger import queries as ledger
from marketplace.lib import money
from marketplace.lib.actor import Actor
from rfq.comparison import Bid, Column, Summary, Weighting, compare, summarise
from rfq.models import QuoteVersion, Rfq
from rfq.queries.quotes import QuoteForBuyer, quotes_for_buyer
from rfq.states import QuoteState
from vendors import queries as vendors


@dataclass(frozen=True, slots=True)
class ComparedBid:
    """A column of the table: the supplier's bid, what the arithmetic says, and what is known of the supplier."""

    quote: QuoteForBuyer
    offer: QuoteVersion
    column: Column
    record: ledger.TrackRecord
    certificates: tuple[str, ...]
    is_verified: bool
    ready_at: datetime

    @property
    def on_time_percent(self) -> Decimal | None:
        """On-time shipments of all shipped, in percent with one decimal."""
        bp = self.record.on_time_bp
        return None if bp is None else (Decimal(bp) / 100).quantize(Decimal("0.1"))

    @property
    def cost_parts(self) -> list[tuple[str, int]]:
        """For the stacked bar, minor units."""
        bid = self.column.bid
        return [("Goods", bid.goods_minor), ("Freight", bid.freight_minor), ("Fees", bid.fees_minor)]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything on the comparison screen. ``sealed_count`` bids hide their figures until the deadline."""

    weighting: Weighting
    bids: list[ComparedBid]
    summary: Summary | None
    recommended: ComparedBid | None
    sealed_count: int
    unit: str
    quantity: Decimal
    scale_minor: int
    target_minor: int | None


def comparison(actor: Actor, rfq: Rfq, at: datetime, weighting: Weighting = Weighting.BALANCED) -> Comparison:
    """Compare the bids of a request that the actor's company posted. A fixed number of queries."""
    quotes = [quote for quote in quotes_for_buyer(actor, rfq, at) if quote.state != QuoteState.WITHDRAWN]
    shown = [(quote, quote.standing) for quote in quotes if quote.standing is not None]
    lines = list(rfq.lines.all())
    single = len(lines) == 1
    vendor_ids = [quote.vendor_id for quote, _ in shown]
    records = ledger.track_records(vendor_ids)
    bids = [_bid(quote, offer, records[quote.vendor_id], single=single) for quote, offer in shown]
    columns = compare(bids, weighting)
    certificates = vendors.certificate_names(vendor_ids)
    verified = vendors.verified_among(vendor_ids)
    target = _target_minor(rfq)
    compared = [
        ComparedBid(
            quote=quote,
            offer=offer,
            column=column,
            record=records[quote.vendor_id],
            certificates=certificates[quote.vendor_id],
            is_verified=quote.vendor_id in verified,
            ready_at=at + timedelta(days=offer.lead_time_days),
        )
        for (quote, offer), column in zip(shown, columns, strict=True)
    ]
    return Comparison(
        weighting=weighting,
        bids=compared,
        summary=summarise(bids, target),
        recommended=next((bid for bid in compared if bid.column.recommended), None),
        sealed_count=sum(quote.sealed for quote in quotes),
        unit=lines[0].unit if single else "",
        quantity=lines[0].quantity if single else Decimal(1),
        scale_minor=max((bid.landed_minor for bid in bids), default=0),
        target_minor=target,
    )


def _bid(quote: QuoteForBuyer, offer: QuoteVersion, record: ledger.TrackRecord, *, single: bool) -> Bid:
    return Bid(
        name=quote.vendor_name,
        goods_minor=offer.goods_minor,
        freight_minor=offer.freight_minor,
        lead_time_days=offer.lead_time_days,
        quantity=offer.lines.all()[0].quantity if single else Decimal(1),
        shipped_orders=record.shipped,
        shipped_on_time=record.shipped_on_time,
    )


def _target_minor(rfq: Rfq) -> int | None:
    """What the buyer hoped to pay for the goods; None unless every line has a target."""
    total = 0
    for line in rfq.lines.all():
        if line.target_unit_price is None:
            return None
        total += money.to_minor(line.quantity * line.target_unit_price, rfq.currency)
    return total or None
