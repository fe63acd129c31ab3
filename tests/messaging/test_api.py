"""The JSON door: the same services, the same refusals."""

from messaging.models import ReadMark, Thread, ThreadEvent
from tests import cast
from tests.cast import Person
from tests.doors import api_for


def test_conversation_by_api(thread: Thread, ada: Person, bruno: Person) -> None:
    sent = api_for(ada).post(f"/threads/{thread.code}/events", {"text": "Can you split it?"})
    assert sent.status_code == 201
    assert {name: sent.json()[name] for name in ("seq", "kind", "actor", "mine", "ref_seq", "body")} == {
        "seq": 1,
        "kind": "text",
        "actor": "Ada Lindqvist",
        "mine": True,
        "ref_seq": None,
        "body": {"text": "Can you split it?"},
    }
    heard = api_for(bruno).get(f"/threads/{thread.code}/events", after=0).json()
    assert [(event["seq"], event["mine"]) for event in heard["results"]] == [(1, False)]
    assert heard["more"] is False


def test_same_key_is_one_message(thread: Thread, ada: Person) -> None:
    api = api_for(ada)
    answers = [api.post(f"/threads/{thread.code}/events", {"text": "Once"}, key="k-1") for _ in range(2)]
    assert [answer.json()["seq"] for answer in answers] == [1, 1]
    assert api.post(f"/threads/{thread.code}/events", {"text": "Other"}, key="k-1").status_code == 409
    assert ThreadEvent.objects.count() == 1


def test_list_and_detail(thread: Thread, ada: Person) -> None:
    api = api_for(ada)
    listed = api.get("/threads").json()["results"]
    assert listed == [api.get(f"/threads/{thread.code}").json()]
    assert listed[0]["participants"] == ["Delft Instruments BV", "Nordmetal Zabrze"]
    assert (listed[0]["last_seq"], listed[0]["read_seq"]) == (0, 0)


def test_read_mark(thread: Thread, ada: Person, bruno: Person) -> None:
    api_for(bruno).post(f"/threads/{thread.code}/events", {"text": "Hello"})
    assert api_for(ada).put(f"/threads/{thread.code}/read", {"seq": 1}).status_code == 204
    assert ReadMark.objects.get(user=ada.user).read_seq == 1


def test_refusals(thread: Thread, ada: Person, dora: Person) -> None:
    viewer = api_for(cast.member(ada.organization, ["buyer.viewer"]))
    assert viewer.post(f"/threads/{thread.code}/events", {"text": "x"}).status_code == 403
    assert api_for(None).get("/threads").status_code == 401
    assert api_for(ada).get(f"/threads/{thread.code}/events", after="x").status_code == 422
    assert api_for(ada).post(f"/threads/{thread.code}/events", {"text": " "}).status_code == 422
    stranger = api_for(dora)
    assert stranger.get("/threads").json()["results"] == []
    for path in ("", "/events"):
        assert stranger.get(f"/threads/{thread.code}{path}").status_code == 404
    assert stranger.post(f"/threads/{thread.code}/events", {"text": "x"}).status_code == 404
    assert stranger.put(f"/threads/{thread.code}/read", {"seq": 1}).status_code == 404
    assert not ThreadEvent.objects.exists()
