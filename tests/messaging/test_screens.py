"""The HTML door, without scripts: inbox, thread, sending, reading, offers with their forms."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from messaging import registry, services
from messaging.models import ReadMark, Thread, ThreadEvent
from messaging.registry import OfferActions, Subject
from tests import cast
from tests.cast import Person
from tests.doors import client_for
from tests.messaging.threads import AT, offer_body


@pytest.fixture
def subject(monkeypatch: pytest.MonkeyPatch) -> None:
    """RFQ threads as rfq would register them; only buyers may accept."""
    doors = Subject(
        kind="RFQ",
        page_url=lambda actor, thread: f"/rfqs/{thread.subject_ref}/",
        panel_url=lambda actor, thread: f"/panel/{thread.code}/",
        new_offer_url=lambda actor, thread: f"/offers/{thread.code}/",
        new_offer_label="New counter-offer",
        order_url=lambda actor, thread, body: f"/orders/{body['order_number']}/",
        offer_actions=lambda actor, thread, offer: (
            OfferActions(
                accept_url=f"/accept/{offer['version_id']}/",
                accept_label="Accept €24,100.00",
                note="Accepting opens an order.",
            )
            if actor.buys
            else registry.NO_ACTIONS
        ),
    )
    monkeypatch.setattr(registry, "_subjects", {"RFQ": doors})


def _say(person: Person, thread: Thread, words: str) -> ThreadEvent:
    return services.send_message(actor=person.actor, thread_id=thread.id, body=words, client_id=uuid4(), at=AT)


def _offer(person: Person, thread: Thread, number: int, price: str) -> ThreadEvent:
    return services.append(
        actor=person.actor,
        thread_id=thread.id,
        kind="offer.made",
        body=offer_body(number, price, valid_until="2999-01-01T00:00:00+00:00"),
        client_id=uuid4(),
        at=AT,
    )


def test_inbox_lists_threads(thread: Thread, ada: Person, bruno: Person) -> None:
    _say(bruno, thread, "Powder is in stock")
    page = client_for(ada).get("/messages/")
    assert page.status_code == 200
    assert b"Powder is in stock" in page.content
    assert f"/messages/{thread.code}/".encode() in page.content


def test_inbox_as_a_live_part(thread: Thread, ada: Person, bruno: Person) -> None:
    _say(bruno, thread, "Powder is in stock")
    part = client_for(ada).get("/messages/", headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert f'data-live="inbox:{ada.organization.id}"'.encode() in part.content


def test_thread_page_escapes_what_people_write(thread: Thread, ada: Person, bruno: Person) -> None:
    _say(bruno, thread, "<script>alert(1)</script> see https://nordmetal.example/a")
    page = client_for(ada).get(f"/messages/{thread.code}/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert 'href="https://nordmetal.example/a" rel="nofollow"' in page


def test_stranger_and_rival_get_the_same_as_for_no_thread(thread: Thread, dora: Person, carla: Person) -> None:
    for person in (dora, carla):
        client = client_for(person)
        for path in ("", "events/?after=0"):
            foreign, absent = (client.get(f"/messages/{code}/{path}") for code in (thread.code, "T-22222222"))
            assert (foreign.status_code, absent.status_code) == (404, 404)


def test_signed_out_people_are_sent_to_sign_in(thread: Thread) -> None:
    assert client_for(None).get(f"/messages/{thread.code}/").status_code == 302


def test_sending_goes_back_to_the_thread(thread: Thread, ada: Person) -> None:
    client_id = uuid4()
    for _ in range(2):
        answer = client_for(ada).post(
            f"/messages/{thread.code}/send/", {"body": "Splitting is fine", "client_id": str(client_id)}
        )
        assert (answer.status_code, answer["Location"]) == (303, f"/messages/{thread.code}/")
    assert ThreadEvent.objects.get().body == {"text": "Splitting is fine"}


def test_sending_nothing_says_so_beside_the_field(thread: Thread, ada: Person) -> None:
    answer = client_for(ada).post(f"/messages/{thread.code}/send/", {"body": "", "client_id": str(uuid4())})
    assert answer.status_code == 422
    assert b"Write something first." in answer.content


def test_sending_by_script_answers_nothing(thread: Thread, ada: Person) -> None:
    answer = client_for(ada).post(
        f"/messages/{thread.code}/send/",
        {"body": "Hello", "client_id": str(uuid4())},
        headers={"HX-Request": "true"},
    )
    assert (answer.status_code, answer.content) == (204, b"")


def test_viewer_sees_no_composer_and_may_not_send(thread: Thread, ada: Person) -> None:
    client = client_for(cast.member(ada.organization, ["buyer.viewer"]))
    assert b"<textarea" not in client.get(f"/messages/{thread.code}/").content
    answer = client.post(f"/messages/{thread.code}/send/", {"body": "x", "client_id": str(uuid4())})
    assert answer.status_code == 403
    assert not ThreadEvent.objects.exists()


def test_events_after_a_number_are_a_fragment(thread: Thread, ada: Person, bruno: Person) -> None:
    _say(bruno, thread, "First")
    _say(bruno, thread, "Second")
    part = client_for(ada).get(f"/messages/{thread.code}/events/?after=1").content.decode()
    assert "First" not in part
    assert 'id="event-2"' in part
    assert "Today" not in part
    assert "data-more" not in part


def test_each_side_sees_its_own_actions(thread: Thread, subject: None, ada: Person, bruno: Person) -> None:
    _offer(bruno, thread, 1, "4.98")
    buyer, vendor = (client_for(person).get(f"/messages/{thread.code}/").content.decode() for person in (ada, bruno))
    assert 'action="/accept/00000000-0000-7000-8000-000000000001/"' in buyer
    assert 'name="terms_hash" value="hash-1"' in buyer
    assert "Accept €24,100.00" in buyer
    assert "Accepting opens an order." in buyer
    assert "/accept/" not in vendor
    assert "Your offer" in vendor


def test_new_offer_redraws_the_one_it_supersedes(thread: Thread, subject: None, ada: Person, bruno: Person) -> None:
    _offer(bruno, thread, 1, "4.98")
    _offer(bruno, thread, 2, "4.90")
    part = client_for(ada).get(f"/messages/{thread.code}/events/?after=1").content.decode()
    assert part.index('id="event-1"') < part.index('id="event-2"')
    assert "Superseded" in part
    assert part.count("/accept/") == 1


def test_order_is_linked_by_its_owner(thread: Thread, subject: None, ada: Person) -> None:
    services.append(
        actor=ada.actor,
        thread_id=thread.id,
        kind="order.opened",
        body={"order_number": "PO-10493"},
        client_id=uuid4(),
        at=AT,
    )
    page = client_for(ada).get(f"/messages/{thread.code}/").content.decode()
    assert '<a href="/orders/PO-10493/">Order PO-10493 opened</a>' in page


def test_panel_and_offer_form_come_from_the_subject(thread: Thread, subject: None, ada: Person) -> None:
    page = client_for(ada).get(f"/messages/{thread.code}/").content.decode()
    assert f'hx-get="/panel/{thread.code}/"' in page
    assert f'href="/offers/{thread.code}/"' in page
    assert "New counter-offer" in page
    assert 'href="/rfqs/RFQ-2481/"' in page


def test_reading_moves_the_mark(thread: Thread, ada: Person, bruno: Person) -> None:
    _say(bruno, thread, "Hello")
    client = client_for(ada)
    assert client.post(f"/messages/{thread.code}/read/", {"seq": 1}).status_code == 303
    assert ReadMark.objects.get(user=ada.user).read_seq == 1
    assert client.post(f"/messages/{thread.code}/read/", {"seq": "x"}).status_code == 422


def test_rail_counts_unread_threads(thread: Thread, ada: Person, bruno: Person) -> None:
    _say(bruno, thread, "Hello")
    page = client_for(ada).get("/messages/").content.decode()
    assert '<span class="count hot">1</span>' in page


def test_queries_do_not_grow_with_events(thread: Thread, ada: Person, bruno: Person) -> None:
    client, counts = client_for(ada), []
    for number in (1, 30):
        for word in range(number):
            _say(bruno, thread, str(word))
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/messages/{thread.code}/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
