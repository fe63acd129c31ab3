"""How events read for each side: words, cards, days. No database: events are built in memory."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from marketplace.lib.actor import Actor
from messaging.models import ThreadEvent
from messaging.presentation import Entry, OfferCard, Reader, entries, preview, sentence
from messaging.registry import OfferActions
from tests.messaging.threads import AT, offer_body

BUYER, VENDOR = UUID(int=1), UUID(int=2)
ADA = Actor(user_id=UUID(int=11), user_name="Ada Lindqvist", organization_id=BUYER)
BRUNO = Actor(user_id=UUID(int=12), user_name="Bruno Kowalski", organization_id=VENDOR)


def _event(seq: int, kind: str, body: dict[str, Any], *, by: Actor = BRUNO, at: datetime = AT) -> ThreadEvent:
    return ThreadEvent(
        seq=seq,
        kind=kind,
        body=body,
        user_id=by.user_id,
        organization_id=by.organization_id,
        actor_name=by.user_name,
        at=at,
    )


def _one(event: ThreadEvent, **reader: Any) -> Entry:
    return next(entries([event], Reader(**{"actor": ADA, "at": AT, **reader})))


def _card(event: ThreadEvent, **reader: Any) -> OfferCard:
    card = _one(event, **reader).card
    assert card is not None
    return card


def test_live_counter_offer_shows_the_old_price_struck() -> None:
    card = _card(_event(3, "offer.countered", offer_body(3, "4.82", "4.70")))
    assert (card.title, card.number, card.state) == ("Counter-offer from Nordmetal Zabrze", "no. 3", "live")
    assert (card.lines[0].previous, card.lines[0].unit_price, card.lines[0].quantity) == ("€4.70", "€4.82", "5,000 pcs")
    assert card.facts == [
        ("Incoterm", "DAP Rotterdam"),
        ("Lead time", "18 days"),
        ("Payment", "Net 30"),
        ("Total", "€24,100.00"),
    ]
    assert card.validity == "Valid 46 h"


def test_unchanged_price_is_not_struck() -> None:
    assert _card(_event(2, "offer.made", offer_body(2, "4.980000", "4.98"))).lines[0].previous == ""


def test_own_offer_is_called_yours() -> None:
    assert _card(_event(1, "offer.made", offer_body(1, "4.98")), actor=BRUNO).title == "Your offer"


def test_ended_offer_is_a_line_without_actions() -> None:
    actions = {1: OfferActions(accept_url="/accept/")}
    card = _card(_event(1, "offer.made", offer_body(1, "4.98")), ends={1: "superseded"}, actions=actions)
    assert (card.live, card.state, card.amount, card.summary) == (False, "superseded", "€4.98", "5,000 pcs, 18 days")
    assert not card.actions


def test_offer_past_its_validity_is_expired_before_anybody_says_so() -> None:
    event = _event(1, "offer.made", offer_body(1, "4.98"))
    assert _card(event, at=datetime(2026, 3, 4, 7, 29, 59, tzinfo=UTC)).state == "live"
    assert _card(event, at=datetime(2026, 3, 4, 7, 30, tzinfo=UTC)).state == "expired"


def test_validity_by_day_lasts_to_its_end() -> None:
    event = _event(1, "offer.made", offer_body(1, "4.98", valid_until="2026-03-20"))
    assert _card(event).validity == "Valid to 20 Mar"
    assert _card(event, at=datetime(2026, 3, 20, 23, 0, tzinfo=UTC)).live
    assert not _card(event, at=datetime(2026, 3, 21, 0, 0, tzinfo=UTC)).live


def test_several_lines_are_compared_by_total() -> None:
    body = offer_body(1, "4.98")
    body["lines"] = body["lines"] * 3
    card = _card(_event(1, "offer.made", body))
    assert (card.amount, card.summary) == ("€24,100.00", "3 lines, 18 days")


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        ("offer.accepted", {"offer_no": 3}, "Bruno Kowalski accepted offer no. 3"),
        ("offer.declined", {"offer_no": 2, "reason": "too late"}, "Bruno Kowalski declined offer no. 2: too late"),
        ("offer.withdrawn", {}, "Bruno Kowalski withdrew the offer"),
        ("offer.expired", {"offer_no": 1}, "Offer no. 1 expired"),
        ("order.opened", {"order_number": "PO-10493"}, "Order PO-10493 opened"),
        ("notice", {"text": "The request is closed."}, "The request is closed."),
        ("attachment", {"name": "tooling.step"}, "File: tooling.step"),
    ],
)
def test_sentences(kind: str, body: dict[str, Any], expected: str) -> None:
    assert sentence(_event(1, kind, body), ADA) == expected


def test_own_deeds_are_told_in_the_second_person() -> None:
    assert sentence(_event(1, "offer.accepted", {"offer_no": 3}), BRUNO) == "You accepted offer no. 3"


def test_previews() -> None:
    assert preview(_event(1, "text", {"text": "We can\nship"}), ADA) == "We can ship"
    offer = _event(1, "offer.countered", offer_body(2, "4.82"))
    assert preview(offer, ADA) == "Counter-offer: €4.82, 5,000 pcs, 18 days"


def test_days_head_their_first_event() -> None:
    events = [
        _event(1, "text", {"text": "a"}, at=AT - timedelta(days=3)),
        _event(2, "text", {"text": "b"}),
        _event(3, "text", {"text": "c"}),
    ]
    reader = Reader(actor=ADA, at=AT)
    assert [entry.day for entry in entries(events, reader)] == ["Friday 27 February", "Today", ""]
    assert [entry.day for entry in entries(events[1:], reader, after=AT.date())] == ["", ""]


def test_new_messages_begin_at_the_first_unread_of_somebody_else() -> None:
    events = [_event(seq, "text", {"text": "x"}, by=ADA if seq == 2 else BRUNO) for seq in (1, 2, 3, 4)]
    shown = entries(events, Reader(actor=ADA, at=AT, read_seq=1))
    assert [entry.event.seq for entry in shown if entry.fresh] == [3]


def test_read_by_the_other_side() -> None:
    events = [_event(seq, "text", {"text": "x"}, by=ADA) for seq in (1, 2)]
    assert [entry.seen for entry in entries(events, Reader(actor=ADA, at=AT, seen_seq=1))] == [True, False]
