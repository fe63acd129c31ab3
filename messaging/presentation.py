"""Events as one reader sees them: whose they are, in words, with the cards of offers. Pure: no queries, no clock."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime

from marketplace.lib.actor import Actor
from marketplace.lib.money import Money
from marketplace.web import moments
from marketplace.web.templatetags.ui import price, quantity
from messaging.kinds import OFFERS
from messaging.models import ThreadEvent
from messaging.registry import NO_ACTIONS, OfferActions

_NEAR = timedelta(hours=48)
_TEMPLATES = {"text": "messaging/parts/text.html", "attachment": "messaging/parts/file.html"}
_ANSWERS = {
    "offer.accepted": "accepted",
    "offer.declined": "declined",
    "offer.withdrawn": "withdrew",
}


@dataclass(frozen=True, kw_only=True)
class OfferLine:
    """One line of an offer, as text."""

    description: str
    quantity: str
    unit_price: str
    previous: str = ""


@dataclass(frozen=True, kw_only=True)
class OfferCard:
    """An offer, rendered from its data and never from prose. ``state`` is ``live`` until a later event ended it."""

    title: str
    number: str
    state: str
    validity: str
    total: str
    lines: list[OfferLine]
    facts: list[tuple[str, str]]
    note: str = ""
    version_id: str = ""
    terms_hash: str = ""
    actions: OfferActions = NO_ACTIONS

    @property
    def live(self) -> bool:
        """Still open for an answer."""
        return self.state == "live"

    @property
    def summary(self) -> str:
        """One line for an offer that is history: ``5,000 pcs, 18 days``, or the number of lines."""
        what = self.lines[0].quantity if len(self.lines) == 1 else f"{len(self.lines)} lines"
        return ", ".join([what, *(value for label, value in self.facts if label == "Lead time")])

    @property
    def amount(self) -> str:
        """The figure that people compare: the unit price of a single line, else the total."""
        return self.lines[0].unit_price if len(self.lines) == 1 else self.total


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One event, ready to be drawn. ``day`` is set on the first entry of a day, ``fresh`` on the first unread one."""

    event: ThreadEvent
    mine: bool
    who: str
    seen: bool
    template: str
    words: str = ""
    url: str = ""
    day: str = ""
    fresh: bool = False
    card: OfferCard | None = None


@dataclass(frozen=True, kw_only=True)
class Reader:
    """For whom events are drawn, and what is known about them.

    By the number of the event: ``ends`` says how an offer ended, ``actions`` what the reader may do with a live one,
    ``orders`` where the order is that an event tells of.
    """

    actor: Actor
    at: datetime
    seen_seq: int = 0
    read_seq: int | None = None
    ends: Mapping[int, str] = field(default_factory=dict)
    actions: Mapping[int, OfferActions] = field(default_factory=dict)
    orders: Mapping[int, str] = field(default_factory=dict)


def entries(events: Sequence[ThreadEvent], reader: Reader, *, after: date | None = None) -> Iterator[Entry]:
    """``events`` in order as ``reader`` sees them; ``after`` is the day of the event before the first one."""
    day = after
    fresh_wanted = reader.read_seq is not None
    for event in events:
        mine = reader.actor.belongs_to(event.organization_id)
        fresh = fresh_wanted and not mine and event.seq > (reader.read_seq or 0)
        fresh_wanted = fresh_wanted and not fresh
        today = event.at.date()
        yield Entry(
            event=event,
            mine=mine,
            who=_who(event, reader.actor),
            seen=mine and event.seq <= reader.seen_seq,
            template="messaging/parts/offer.html"
            if event.kind in OFFERS
            else _TEMPLATES.get(event.kind, "messaging/parts/note.html"),
            words=sentence(event, reader.actor),
            url=reader.orders.get(event.seq, ""),
            day=_day(today, reader.at.date()) if today != day else "",
            fresh=fresh,
            card=_card(event, reader, mine=mine) if event.kind in OFFERS else None,
        )
        day = today


def preview(event: ThreadEvent, actor: Actor) -> str:
    """One line for the inbox; it says who wrote when that was the reader's own side."""
    ours = event.organization_id is not None and actor.belongs_to(event.organization_id)
    if event.kind == "text":
        text = " ".join(str(event.body["text"]).split())[:140]
        return f"{_who(event, actor).split()[0]}: {text}" if ours else text
    if event.kind in OFFERS:
        card = _card(event, Reader(actor=actor, at=event.at), mine=ours)
        kind = "Offer" if event.kind == "offer.made" else "Counter-offer"
        kind = f"Your {kind.lower()}" if ours else kind
        return f"{kind}: {card.amount}, {card.summary}"
    return sentence(event, actor)


def sentence(event: ThreadEvent, actor: Actor) -> str:
    """What happened, in words."""
    who, body = _who(event, actor), event.body
    offer = f"offer no. {body['offer_no']}" if body.get("offer_no") else "the offer"
    reason = f": {body['reason']}" if body.get("reason") else ""
    if event.kind in _ANSWERS:
        return f"{who} {_ANSWERS[event.kind]} {offer}{reason}"
    if event.kind == "offer.expired":
        return f"{offer.capitalize()} expired"
    if event.kind == "order.opened":
        return f"Order {body.get('order_number', '')} opened".replace("  ", " ")
    if event.kind == "attachment":
        return f"File: {body.get('name', '')}"
    return str(body.get("text", ""))


def _who(event: ThreadEvent, actor: Actor) -> str:
    return "You" if event.user_id is not None and event.user_id == actor.user_id else event.actor_name


def _day(day: date, today: date) -> str:
    if day == today:
        return "Today"
    return f"{day:%A} {day.day} {day:%B}" if day.year == today.year else f"{day.day} {day:%B} {day.year}"


def _card(event: ThreadEvent, reader: Reader, *, mine: bool) -> OfferCard:
    body, currency = event.body, event.body["currency"]
    until = _moment(body.get("valid_until"))
    state = reader.ends.get(event.seq) or ("expired" if until and until <= reader.at else "live")
    kind = "offer" if event.kind == "offer.made" else "counter-offer"
    facts = [
        ("Incoterm", body.get("incoterm")),
        ("Lead time", f"{body['lead_time_days']} days" if body.get("lead_time_days") is not None else None),
        ("Payment", body.get("payment")),
        ("Total", str(Money(body["total_minor"], currency))),
    ]
    return OfferCard(
        title=f"Your {kind}" if mine else f"{kind.capitalize()} from {body.get('maker_name') or event.actor_name}",
        number=f"no. {body['offer_no']}" if body.get("offer_no") else "",
        state=state,
        validity=_validity(until, reader.at),
        total=str(Money(body["total_minor"], currency)),
        lines=[_line(line, currency) for line in body["lines"]],
        facts=[(label, str(value)) for label, value in facts if value],
        note=str(body.get("note") or ""),
        version_id=str(body.get("version_id", "")),
        terms_hash=str(body.get("terms_hash", "")),
        actions=reader.actions.get(event.seq, NO_ACTIONS) if state == "live" else NO_ACTIONS,
    )


def _line(line: Mapping[str, Any], currency: str) -> OfferLine:
    now, before = line["unit_price"], line.get("previous_unit_price")
    changed = before is not None and Decimal(str(before)) != Decimal(str(now))
    return OfferLine(
        description=str(line.get("description", "")),
        quantity=quantity(Decimal(str(line["quantity"])), str(line.get("unit", ""))),
        unit_price=price(Decimal(str(now)), currency),
        previous=price(Decimal(str(before)), currency) if changed else "",
    )


def _moment(text: Any) -> datetime | None:
    """A time, or the end of a day, in UTC."""
    if not text:
        return None
    moment = parse_datetime(str(text)) if len(str(text)) > 10 else None
    if moment:
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    day = parse_date(str(text)[:10])
    return datetime.combine(day, time.max, tzinfo=UTC) if day else None


def _validity(until: datetime | None, at: datetime) -> str:
    if until is None:
        return "Open"
    if until <= at:
        return "Expired"
    hours = (until - at) // timedelta(hours=1)
    if until - at >= _NEAR:
        return f"Valid to {moments.day(until, at.date())}"
    return f"Valid {hours} h" if hours >= 6 else f"Valid {moments.span(until - at)}"
