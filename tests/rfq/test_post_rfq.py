"""Writing, posting, inviting, extending, cancelling."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from marketplace.lib.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.lib.state import WrongState
from marketplace.outbox.models import OutboxEvent
from rfq import queries, services
from rfq.drafts import LineDraft
from rfq.models import Rfq, RfqInvitation
from tests import cast
from tests.cast import Person
from tests.rfq import market
from tests.rfq.market import AFTER, AT, CLOCK, CLOSES, LATER, enclosures, key


def kinds() -> list[str]:
    return list(OutboxEvent.objects.filter(kind__startswith="rfq.").order_by("id").values_list("kind", flat=True))


def test_posts_and_tells(ada: Person, bruno: Person) -> None:
    rfq = market.post(ada, vendor_ids=(bruno.organization.id,))
    assert rfq.state == "OPEN"
    assert rfq.number.startswith("RFQ-")
    assert rfq.posted_at == AT
    line = rfq.lines.get()
    assert (line.position, line.quantity, line.target_unit_price) == (1, Decimal("5000.000"), Decimal("5.040000"))
    assert kinds() == ["rfq.RfqPosted", "rfq.VendorsInvited"]


def test_twice_with_one_key_is_one_request(ada: Person) -> None:
    same = key()
    first = services.post_rfq(actor=ada.actor, draft=enclosures(), key=same, at=AT)
    second = services.post_rfq(actor=ada.actor, draft=enclosures(), key=same, at=LATER)
    assert first.id == second.id
    assert Rfq.objects.count() == 1
    with pytest.raises(Conflict):
        services.post_rfq(actor=ada.actor, draft=enclosures(title="Something else"), key=same, at=AT)


def test_a_draft_is_seen_by_nobody_else_and_can_be_posted_later(ada: Person, bruno: Person, otto: Person) -> None:
    draft = services.save_rfq_draft(actor=ada.actor, draft=enclosures(), key=key(), at=AT)
    assert draft.state == "DRAFT"
    for stranger in (bruno, otto):
        assert not Rfq.objects.visible_to(stranger.actor).exists()
    changed = enclosures(
        title="Aluminium enclosures", lines=(LineDraft("One", Decimal(1)), LineDraft("Two", Decimal(2)))
    )
    again = services.save_rfq_draft(actor=ada.actor, draft=changed, key=key(), at=LATER, rfq_id=draft.id)
    assert (again.id, again.title, again.lines.count()) == (draft.id, "Aluminium enclosures", 2)
    posted = services.publish_rfq(actor=ada.actor, rfq_id=draft.id, key=key(), at=LATER)
    assert posted.state == "OPEN"
    with pytest.raises(WrongState):
        services.publish_rfq(actor=ada.actor, rfq_id=draft.id, key=key(), at=LATER)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "x"}, "title"),
        ({"currency": "XXX"}, "currency"),
        ({"incoterm": "ABC"}, "incoterm"),
        ({"place": ""}, "place"),
        ({"visibility": "SECRET"}, "visibility"),
        ({"lines": ()}, "lines"),
        ({"lines": (LineDraft(" ", Decimal(1)),)}, "lines"),
        ({"lines": (LineDraft("Nut", Decimal(0)),)}, "lines"),
        ({"lines": (LineDraft("Nut", Decimal(1), target_unit_price=Decimal(0)),)}, "lines"),
        ({"closes_at": AT}, "closes_at"),
        ({"closes_at": datetime(2027, 6, 1, tzinfo=UTC)}, "closes_at"),
        ({"visibility": "INVITED"}, "vendors"),
    ],
)
def test_refuses(ada: Person, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        market.post(ada, **changes)
    assert list(refusal.value.fields) == [field]
    assert not Rfq.objects.exists()


def test_only_verified_others_can_be_invited(ada: Person, bruno: Person, dora: Person) -> None:
    for wrong in (dora, ada):
        with pytest.raises(Invalid):
            market.post(ada, vendor_ids=(wrong.organization.id, bruno.organization.id))


def test_vendors_and_viewers_do_not_post(ada: Person, bruno: Person) -> None:
    viewer = cast.member(ada.organization, ["buyer.viewer"])
    for person in (bruno, viewer):
        with pytest.raises(NotAllowed):
            market.post(person)
    assert not Rfq.objects.exists()


def test_an_invited_request_is_seen_by_the_invited_alone(ada: Person, bruno: Person, carla: Person) -> None:
    rfq = market.post(ada, visibility="INVITED", vendor_ids=(bruno.organization.id,))
    assert queries.get_request(bruno.actor, rfq.number) == rfq
    with pytest.raises(NotFound):
        queries.get_request(carla.actor, rfq.number)
    services.invite_vendors(actor=ada.actor, rfq_id=rfq.id, vendor_ids=[carla.organization.id], key=key(), at=LATER)
    assert queries.get_request(carla.actor, rfq.number) == rfq
    again = [bruno.organization.id, carla.organization.id]
    services.invite_vendors(actor=ada.actor, rfq_id=rfq.id, vendor_ids=again, key=key(), at=LATER)
    assert RfqInvitation.objects.count() == 2
    assert kinds().count("rfq.VendorsInvited") == 2


def test_other_buyers_see_nothing(rfq: Rfq, dora: Person) -> None:
    with pytest.raises(NotFound):
        queries.get_rfq(dora.actor, rfq.number)
    with pytest.raises(NotFound):
        services.cancel_rfq(actor=dora.actor, rfq_id=rfq.id, reason="Mine", key=key(), at=LATER)
    rfq.refresh_from_db()
    assert rfq.state == "OPEN"


def test_the_deadline_moves_only_back_and_only_before_it_passes(ada: Person, rfq: Rfq) -> None:
    later = datetime(2026, 12, 10, 12, 0, tzinfo=UTC)
    with pytest.raises(Invalid):
        services.extend_deadline(actor=ada.actor, rfq_id=rfq.id, closes_at=LATER, key=key(), at=AT)
    services.extend_deadline(actor=ada.actor, rfq_id=rfq.id, closes_at=later, key=key(), at=LATER)
    rfq.refresh_from_db()
    assert rfq.closes_at == later
    with pytest.raises(WrongState):
        services.extend_deadline(
            actor=ada.actor, rfq_id=rfq.id, closes_at=datetime(2027, 1, 10, tzinfo=UTC), key=key(), at=later
        )


def test_cancelling_ends_the_offers_and_says_why(ada: Person, rfq: Rfq, bruno: Person) -> None:
    made = market.quote(bruno, rfq)
    with pytest.raises(Invalid):
        services.cancel_rfq(actor=ada.actor, rfq_id=rfq.id, reason=" ", key=key(), at=LATER)
    services.cancel_rfq(actor=ada.actor, rfq_id=rfq.id, reason="The project was stopped.", key=key(), at=LATER)
    rfq.refresh_from_db()
    assert (rfq.state, rfq.cancel_reason) == ("CANCELLED", "The project was stopped.")
    assert market.states(made) == ["DECLINED"]
    assert made.thread is not None
    assert made.thread.events.last().body["reason"] == "The request was cancelled: The project was stopped."  # type: ignore[union-attr]


def test_the_clock_closes(rfq: Rfq) -> None:
    assert services.close_due_rfqs(actor=CLOCK, at=LATER) == 0
    assert services.close_due_rfqs(actor=CLOCK, at=CLOSES) == 1
    assert services.close_due_rfqs(actor=CLOCK, at=AFTER) == 0
    rfq.refresh_from_db()
    assert rfq.state == "CLOSED"
    assert kinds()[-1] == "rfq.RfqClosed"
