"""The pages of vendors, as their readers get them."""

import pytest
from django.test import Client

from marketplace.storage.models import StoredFile
from tests.cast import Person
from tests.doors import api_for, client_for
from tests.vendors.moments import APPLIED, DECIDED, ISO, submit, verify
from vendors import services
from vendors.drawing import banner
from vendors.models import Certificate, VendorProfile

FORM = {
    "key": "k" * 12, "kind": "MANUFACTURER", "headline": "Castings", "about": "We cast.",
    "offers": "Castings, Castings , Heat sinks", "languages": "Polish",
}  # fmt: skip


def test_the_storefront_has_its_tabs(bruno: Person, otto: Person) -> None:
    verify(bruno, otto)
    services.add_certificate(actor=bruno.actor, certificate=ISO, key="iso", at=APPLIED)
    for path, words in {
        "/s/nordmetal-zabrze/": "Verified manufacturer",
        "/s/nordmetal-zabrze/company/": "Two foundries",
        "/s/nordmetal-zabrze/certificates/": "TÜV SÜD",
        "/s/nordmetal-zabrze/terms/": "names its terms",
    }.items():
        response = Client().get(path)
        assert response.status_code == 200
        assert words in response.content.decode()
    assert Client().get("/s/nordmetal-zabrze/other/").status_code == 404


def test_unverified_and_suspended_storefronts_look_like_nothing(bruno: Person, otto: Person) -> None:
    submit(bruno)
    assert client_for(bruno).get("/s/nordmetal-zabrze/").status_code == 200
    assert client_for(otto).get("/s/nordmetal-zabrze/").status_code == 200
    hidden = Client().get("/s/nordmetal-zabrze/")
    absent = Client().get("/s/nobody-at-all/")
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert hidden.content == absent.content


def test_the_banner_is_drawn_the_same_each_time() -> None:
    response = Client().get("/banners/nordmetal-zabrze.svg")
    assert response["Content-Type"] == "image/svg+xml"
    assert "immutable" in response["Cache-Control"]
    assert banner("a") == banner("a") != banner("b")


def test_the_way_onto_the_market_by_forms(bruno: Person, otto: Person, settings: object, tmp_path: object) -> None:
    vendor, operator = client_for(bruno), client_for(otto)
    assert vendor.get("/storefront/").headers["Location"] == "/sell/"
    assert vendor.post("/sell/", FORM).headers["Location"] == "/storefront/"
    assert VendorProfile.objects.get().offers == ["Castings", "Heat sinks"]
    page = vendor.get("/storefront/").content.decode()
    assert "Submit for verification" in page
    assert vendor.post("/storefront/submit/").status_code == 303
    queue = operator.get("/console/verification/").content.decode()
    assert "Nordmetal Zabrze" in queue
    assert operator.get("/console/verification/nordmetal-zabrze/").status_code == 200
    assert operator.post("/console/verification/nordmetal-zabrze/reject/", {"reason": ""}).status_code == 422
    assert operator.post("/console/verification/nordmetal-zabrze/verify/").status_code == 303
    assert Client().get("/s/nordmetal-zabrze/").status_code == 200
    assert "Nordmetal Zabrze" in Client().get("/suppliers/?country=PL").content.decode()
    assert "Nordmetal Zabrze" not in Client().get("/suppliers/?country=CN").content.decode()


def test_certificates_are_added_with_their_copy(bruno: Person, otto: Person) -> None:
    submit(bruno)
    with open(__file__, "rb") as not_a_pdf:
        refused = client_for(bruno).post(
            "/storefront/certificates/",
            {"key": "c" * 12, "name": "ISO 9001", "issuer": "TÜV", "number": "1", "copy": not_a_pdf},
        )
    assert refused.status_code == 422
    assert not Certificate.objects.exists()
    assert not StoredFile.objects.exists()


def test_the_directory_pages_by_name(bruno: Person, carla: Person, otto: Person) -> None:
    verify(bruno, otto)
    verify(carla, otto)
    names = [one["name"] for one in api_for(None).get("vendors").json()["results"]]
    assert sorted(names) == ["Nordmetal Zabrze", "Shenzhen Hanwei Precision"]


def test_the_api_applies_and_decides(bruno: Person, otto: Person) -> None:
    vendor, operator = api_for(bruno), api_for(otto)
    content = {"kind": "WORKSHOP", "headline": "Milling", "about": "We mill.", "offers": ["Milling"]}
    assert vendor.post("storefront", content).status_code == 201
    assert vendor.post("storefront/submission").json()["state"] == "IN_REVIEW"
    assert operator.post("vendors/nordmetal-zabrze/decisions", {"decision": "REJECT"}).status_code == 422
    answer = operator.post("vendors/nordmetal-zabrze/decisions", {"decision": "VERIFY"})
    assert (answer.status_code, answer.json()["state"]) == (201, "VERIFIED")
    assert vendor.post("vendors/nordmetal-zabrze/decisions", {"decision": "SUSPEND"}).status_code == 403
    assert api_for(None).get("vendors/nordmetal-zabrze").json()["headline"] == "Milling"


@pytest.mark.parametrize("path", ["/sell/", "/suppliers/"])
def test_public_pages_answer_strangers(db: None, path: str) -> None:
    assert Client().get(path).status_code == 200


def test_a_buyer_writes_to_a_supplier(ada: Person, bruno: Person, otto: Person) -> None:
    verify(bruno, otto)
    first = client_for(ada).post("/s/nordmetal-zabrze/contact/")
    again = client_for(ada).post("/s/nordmetal-zabrze/contact/")
    assert first.status_code == 303
    assert first.headers["Location"] == again.headers["Location"]
    assert client_for(ada).get(first.headers["Location"]).status_code == 200
    assert client_for(bruno).get(first.headers["Location"]).status_code == 200
    assert client_for(bruno).post("/s/nordmetal-zabrze/contact/").status_code == 403
    assert DECIDED.year == 2026
