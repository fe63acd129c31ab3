"""The whole negotiation as two machines hold it, and what each side is shown."""

from datetime import timedelta
from typing import Any

import pytest

from marketplace.ledger.models import Order
from marketplace.lib import clock
from rfq.models import Quote, Rfq
from tests.cast import Person
from tests.doors import Api, api_for, key_for


def request_body(**changes: Any) -> dict[str, Any]:
    return {
        "title": "IP67 die-cast enclosures",
        "place": "Delft, NL",
        "closes_at": (clock.now() + timedelta(days=10)).isoformat(),
        "lines": [{"description": "Enclosure", "quantity": "5000", "target_unit_price": "5.04"}],
        **changes,
    }


def offer_body(price: str, **changes: Any) -> dict[str, Any]:
    return {
        "lines": [{"position": 1, "unit_price": price}],
        "freight_minor": 90_000,
        "incoterm": "DAP",
        "place": "Rotterdam",
        "lead_time_days": 18,
        "valid_until": (clock.now() + timedelta(days=30)).isoformat(),
        **changes,
    }


def test_from_request_to_order(ada: Person, bruno: Person) -> None:
    buyer, vendor = api_for(ada), api_for(bruno)
    posted = buyer.post("rfqs", request_body(vendors=["nordmetal-zabrze"]))
    assert posted.status_code == 201, posted.content
    number = posted.json()["number"]

    quoted = vendor.post(f"rfqs/{number}/quotes", offer_body("4.98"))
    assert quoted.status_code == 201, quoted.content
    quote = quoted.json()
    assert quote["offer"]["total_minor"] == 2_580_000

    countered = buyer.post(f"quotes/{quote['id']}/offers", offer_body("4.70", version_id=quote["offer"]["id"]))
    assert countered.status_code == 201, countered.content
    offer = countered.json()["offer"]
    assert (offer["no"], offer["maker"], offer["total_minor"]) == (2, "BUYER", 2_440_000)

    answer = {"version_id": offer["id"], "terms_hash": offer["terms_hash"]}
    accepted = vendor.post(f"quotes/{quote['id']}/acceptance", answer)
    assert accepted.status_code == 200, accepted.content
    assert accepted.json()["offer"]["state"] == "AGREED"

    awarded = buyer.post(f"quotes/{quote['id']}/award", {"terms_hash": offer["terms_hash"]}, key="once")
    assert awarded.status_code == 201, awarded.content
    again = buyer.post(f"quotes/{quote['id']}/award", {"terms_hash": offer["terms_hash"]}, key="once")
    assert again.json() == awarded.json()
    order = Order.objects.get()
    assert awarded.json()["order_number"] == order.number
    assert buyer.get(f"rfqs/{number}").json()["order_number"] == order.number


def test_stale_terms_are_a_conflict_with_a_problem_document(ada: Person, bruno: Person) -> None:
    buyer, vendor = api_for(ada), api_for(bruno)
    number = buyer.post("rfqs", request_body()).json()["number"]
    first = vendor.post(f"rfqs/{number}/quotes", offer_body("4.98")).json()
    vendor.post(f"rfqs/{number}/quotes", offer_body("5.20"))
    refused = buyer.post(f"quotes/{first['id']}/award", {"terms_hash": first["offer"]["terms_hash"]})
    assert refused.status_code == 409
    assert refused.json()["detail"] == (
        "Nordmetal Zabrze changed the offer while you were accepting. Nothing was accepted."
    )
    assert not Order.objects.exists()


def test_rivals_and_strangers(ada: Person, bruno: Person, carla: Person, dora: Person) -> None:
    number = api_for(ada).post("rfqs", request_body()).json()["number"]
    quote = api_for(bruno).post(f"rfqs/{number}/quotes", offer_body("4.98")).json()
    assert api_for(carla).get(f"rfqs/{number}/quotes").json() == {"results": []}
    assert api_for(carla).get(f"quotes/{quote['id']}").status_code == 404
    assert api_for(dora).get(f"rfqs/{number}").status_code == 404
    assert "order_number" not in api_for(carla).get(f"rfqs/{number}").json()
    assert [one["vendor_slug"] for one in api_for(ada).get(f"rfqs/{number}/quotes").json()["results"]] == [
        "nordmetal-zabrze"
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"vendors": ["nobody"]}, "vendors"), ({"category": "nothing"}, "category"), ({"lines": []}, "lines")],
)
def test_refuses(ada: Person, changes: dict[str, Any], field: str) -> None:
    refused = api_for(ada).post("rfqs", request_body(**changes))
    assert refused.status_code == 422
    assert list(refused.json()["errors"]) == [field]
    assert not Rfq.objects.exists()


def test_a_key_without_the_capability_sees_nothing(ada: Person, rfq: Rfq) -> None:
    api = Api(key_for(ada, ["order.view"]))
    assert api.get("rfqs").json()["results"] == []
    assert api.get(f"rfqs/{rfq.number}").status_code == 404


def test_a_key_without_the_capability_reads_no_quote(ada: Person, quoted: Quote) -> None:
    assert Api(key_for(ada, ["order.view"])).get(f"quotes/{quoted.id}").status_code == 404
    assert Api(key_for(ada, ["rfq.view"])).get(f"quotes/{quoted.id}").status_code == 200


def test_a_key_that_may_only_write_is_answered_with_what_it_wrote(ada: Person) -> None:
    posted = Api(key_for(ada, ["rfq.post"])).post("rfqs", request_body())
    assert (posted.status_code, posted.json()["state"]) == (201, "OPEN")
