"""Plays the deals: who asks, quotes, bargains, awards, pays, ships, accepts. Everything through the services."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from escrow import queries as escrow_queries
from escrow import services as escrow
from escrow.gateways.fake import engine
from escrow.gateways.fake.engine import Choice
from infra.seed.companies import BUYERS, Buyer
from infra.seed.deals import Bid, Deal
from infra.seed.moments import Calendar
from infra.seed.people import person
from marketplace.identity.models import Organization
from marketplace.lib.actor import Actor
from messaging import services as messaging
from rfq import queries as rfq_queries
from rfq import services as rfq
from rfq.drafts import LineDraft, RfqDraft
from rfq.queries import QuoteForBuyer
from rfq.terms import Proposal

_NAMESPACE = UUID("6f5ca3c0-2f0e-7c0c-9d0a-5d6d6b1f0a11")
_CLOCK = Actor.for_system("seed")
_CARRIERS = ("DSV", "Kuehne+Nagel", "DB Schenker", "DHL Freight")
_CARD_LIMIT_MINOR = 200_000
_ORDER_ENDS = frozenset(
    {"AWAITING_PAYMENT", "FUNDED", "SHIPPED", "DELIVERED", "ACCEPTED", "CLOSED_ORDER", "REFUNDED", "CANCELLED_ORDER"}
)


@dataclass
class Play:
    """One deal being played. ``number`` makes every key of it its own."""

    deal: Deal
    number: int
    calendar: Calendar
    rfq_id: UUID | None = None
    order_number: str = ""
    winner: UUID | None = None

    def begin(self) -> None:
        """Plan everything that happened."""
        day = self.calendar.day
        self.calendar.plan(day(self.deal.posted, 9, self.number % 50), self._post)
        if self.deal.end == "DRAFT":
            return
        for place, bid in enumerate(self.deal.bids):
            moment = day(self.deal.posted, 13 + place * 2, self.number % 50)
            self.calendar.plan(moment, lambda at, bid=bid: self._bid(bid, at))  # type: ignore[misc]  # bound per bid
        if self.deal.end == "CANCELLED":
            self.calendar.plan(day(self.deal.closes - 1, 16), self._cancel)
        if self.deal.end in _ORDER_ENDS:
            self.calendar.plan(day(self.deal.closes + 1, 10, self.number % 50), self._award)

    @property
    def buyer(self) -> Buyer:
        """The asking company."""
        return next(buyer for buyer in BUYERS if buyer.slug == self.deal.buyer)

    def _key(self, step: str) -> str:
        return f"seed:{self.number}:{step}"

    def _actor(self, slug: str, role: str = "") -> Actor:
        return person(slug, role)

    def _post(self, at: datetime) -> None:
        deal, buyer = self.deal, self.buyer
        first = LineDraft(deal.title.split(",")[0], Decimal(deal.quantity), deal.unit, Decimal(deal.target))
        more = tuple(LineDraft(text, Decimal(quantity)) for text, quantity in deal.more)
        invited = tuple(Organization.objects.filter(slug__in=deal.invited).values_list("id", flat=True))
        draft = RfqDraft(
            title=deal.title, lines=(first, *more), closes_at=self.calendar.day(deal.closes, 17),
            place=f"{buyer.city}, {buyer.country}", description=deal.text, category_id=deal.category_id,
            ship_to={"name": buyer.name, "street": buyer.street, "postcode": buyer.postcode, "city": buyer.city,
                     "country": buyer.country},
            visibility="INVITED" if invited else "OPEN", sealed=deal.sealed, vendor_ids=invited,
        )  # fmt: skip
        write = rfq.save_rfq_draft if deal.end == "DRAFT" else rfq.post_rfq
        made = write(actor=self._actor(deal.buyer, "buyer.purchaser"), draft=draft, key=self._key("post"), at=at)
        self.rfq_id = made.id

    def _proposal(self, bid: Bid, price: str, at: datetime, note: str = "") -> Proposal:
        prices = {1: Decimal(price)}
        for position in range(2, 2 + len(self.deal.more)):
            prices[position] = (Decimal(price) * Decimal("0.4")).quantize(Decimal("0.01"))
        return Proposal(
            prices=prices, freight_minor=bid.freight, incoterm=bid.incoterm, place=bid.place,
            lead_time_days=bid.lead_days, valid_until=max(at, self.calendar.day(self.deal.closes)) + timedelta(days=21),
            note=note,
        )  # fmt: skip

    def _bid(self, bid: Bid, at: datetime) -> None:
        seller = self._actor(bid.supplier, "vendor.sales")
        quote = rfq.submit_quote(
            actor=seller, rfq_id=self._rfq(), proposal=self._proposal(bid, bid.price, at),
            key=self._key(f"bid:{bid.supplier}"), at=at,
        )  # fmt: skip
        if self.winner is None:
            self.winner = quote.id
        thread = quote.thread_id
        if thread is None or self.deal.sealed:
            return
        self._say(
            seller, thread, "Thank you for the request. Our price includes packing; samples can leave this week.", at
        )
        if bid.counter:
            self.winner = quote.id
            later = at + timedelta(hours=3)
            self.calendar.plan(later, lambda at: self._counter(bid, quote.id, thread, at))

    def _counter(self, bid: Bid, quote_id: UUID, thread: UUID, at: datetime) -> None:
        buyer = self._actor(self.deal.buyer, "buyer.purchaser")
        self._say(buyer, thread, "We compare four offers. Can you meet us on the price if we take the whole lot?", at)
        seen = rfq_queries.get_quote(buyer, quote_id, at)
        if seen.offer is None:
            raise LookupError(f"no offer to counter for {self.deal.title}")
        counter = rfq.make_counter_offer(
            actor=buyer, version_id=seen.offer.id, proposal=self._proposal(bid, bid.counter, at),
            key=self._key(f"counter:{bid.supplier}"), at=at,
        )  # fmt: skip
        if bid.revised:
            self.calendar.plan(at + timedelta(hours=4), lambda at: self._revise(bid, thread, counter.no, at))

    def _revise(self, bid: Bid, thread: UUID, seen_no: int, at: datetime) -> None:
        seller = self._actor(bid.supplier, "vendor.sales")
        self._say(seller, thread, "We can move if the first call-off ships as one lot. Powder is in stock.", at)
        rfq.submit_quote(
            actor=seller, rfq_id=self._rfq(), proposal=self._proposal(bid, bid.revised, at), seen_no=seen_no,
            key=self._key(f"revise:{bid.supplier}"), at=at,
        )  # fmt: skip

    def _say(self, actor: Actor, thread: UUID, text: str, at: datetime) -> None:
        client_id = uuid5(_NAMESPACE, f"{self.number}:{actor.user_id}:{text}")
        messaging.send_message(actor=actor, thread_id=thread, body=text, client_id=client_id, at=at)

    def _cancel(self, at: datetime) -> None:
        rfq.cancel_rfq(
            actor=self._actor(self.deal.buyer), rfq_id=self._rfq(), reason="The project was postponed to next year.",
            key=self._key("cancel"), at=at,
        )  # fmt: skip

    def _award(self, at: datetime) -> None:
        rfq.close_due_rfqs(actor=_CLOCK, at=at)
        buyer = self._actor(self.deal.buyer)
        if self.winner is None:
            raise LookupError(f"nobody bid on {self.deal.title}")
        bid = rfq_queries.get_quote(buyer, self.winner, at)
        if not isinstance(bid, QuoteForBuyer) or bid.standing is None:
            raise LookupError(f"nothing is on the table for {self.deal.title}")
        award = rfq.award_quote(
            actor=buyer, quote_id=self.winner, terms_hash=bid.standing.terms_hash, key=self._key("award"), at=at
        )
        self.order_number = award.order.number
        self._plan_order(award.order.lead_time_days)

    def _plan_order(self, lead_days: int) -> None:
        day, start, end = self.calendar.day, self.deal.closes + 1, self.deal.end
        if end == "AWAITING_PAYMENT":
            return
        if end == "CANCELLED_ORDER":
            self.calendar.plan(day(start + 7, 11), _lapse)
            return
        self.calendar.plan(day(start + 1, 11, self.number % 50), self._pay)
        if end == "REFUNDED":
            self.calendar.plan(day(start + 2, 15), self._refund)
        if end in {"FUNDED", "REFUNDED"}:
            return
        # Every seventh order ships late, so that on-time figures mean something.
        shipped = start + 1 + lead_days + (3 if self.number % 7 == 0 and end == "CLOSED_ORDER" else -1)
        self.calendar.plan(day(shipped, 16), self._ship)
        if end == "SHIPPED":
            return
        self.calendar.plan(day(shipped + 3, 8), self._deliver)
        if end == "ACCEPTED":
            self.calendar.plan(day(-1, 14), self._accept)
        if end == "CLOSED_ORDER":
            self.calendar.plan(day(shipped + 6, 14), self._accept)
            self.calendar.plan(day(shipped + 8, 6), self._pay_out)

    def _pay(self, at: datetime, *, key: str = "pay") -> None:
        payer = self._actor(self.deal.buyer, "buyer.finance")
        operation = escrow.start_payment(actor=payer, number=self.order_number, key=self._key(key), at=at)
        self.calendar.plan(at + timedelta(minutes=4), lambda at: _choose(operation.id, at))

    def _refund(self, at: datetime) -> None:
        escrow.request_refund(
            actor=self._actor(self.deal.buyer), number=self.order_number, reason="Ordered the wrong cross-section.",
            key=self._key("refund"), at=at,
        )  # fmt: skip

    def _ship(self, at: datetime) -> None:
        vendor = Organization.objects.get(quotes=self.winner)
        escrow.ship_order(
            actor=self._actor(vendor.slug, "vendor.fulfilment"), number=self.order_number,
            carrier=_CARRIERS[self.number % len(_CARRIERS)],
            tracking_number=f"{self.number:04d}{self.deal.quantity:08d}",
            key=self._key("ship"), at=at,
        )  # fmt: skip

    def _deliver(self, at: datetime) -> None:
        escrow.report_delivery(
            actor=self._actor(self.deal.buyer), number=self.order_number, key=self._key("deliver"), at=at
        )

    def _accept(self, at: datetime) -> None:
        escrow.accept_order(
            actor=self._actor(self.deal.buyer), number=self.order_number, key=self._key("accept"), at=at
        )

    def _pay_out(self, at: datetime) -> None:
        finance = self._actor("harborline", "operator.finance")
        escrow.run_payout_batch(actor=finance, key=self._key("payout"), at=at)

    def _rfq(self) -> UUID:
        if self.rfq_id is None:
            raise LookupError(f"{self.deal.title} was not posted")
        return self.rfq_id


def _choose(operation_id: UUID, at: datetime) -> None:
    """Pay on the sandbox's page: large sums by bank transfer, as companies do, the rest by card."""
    operation = escrow_queries.get_operation(_CLOCK, operation_id)
    choice = Choice.BANK if operation.amount_minor > _CARD_LIMIT_MINOR else Choice.PAY
    engine.choose(ref=operation.gateway_ref or "", choice=choice, at=at)


def _lapse(at: datetime) -> None:
    """The clock of unpaid orders."""
    escrow.fire_due_timers(actor=_CLOCK, at=at)
