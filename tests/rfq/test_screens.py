"""The screens without scripts: each step is a form that a plain browser can send."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from buyers.models import DeliveryAddress
from marketplace.ledger.models import Order
from marketplace.lib import clock
from rfq.models import Quote, QuoteVersion, Rfq
from tests.cast import JOINED, Person
from tests.doors import client_for
from tests.rfq import market
from tests.rfq.market import key

SOON = (clock.now() + timedelta(days=10)).date().isoformat()
LATER = (clock.now() + timedelta(days=40)).date().isoformat()


def rfq_form(**changes: Any) -> dict[str, Any]:
    return {
        "key": key(), "title": "IP67 enclosures", "currency": "EUR", "incoterm": "DAP", "place": "Delft, NL",
        "closes_on": SOON, "visibility": "OPEN", "lines-TOTAL_FORMS": "2", "lines-INITIAL_FORMS": "0",
        "lines-0-description": "Enclosure", "lines-0-quantity": "5000", "lines-0-unit": "pcs",
        "lines-0-target_unit_price": "5.04", "lines-1-unit": "pcs", **changes,
    }  # fmt: skip


def offer_form(price: str, **changes: Any) -> dict[str, Any]:
    return {
        "key": key(), "quantity_1": "5000", "price_1": price, "freight": "900", "incoterm": "DAP",
        "place": "Rotterdam", "lead_time_days": "18", "valid_on": LATER, **changes,
    }  # fmt: skip


def follow(client: Client, path: str, data: dict[str, Any]) -> Any:
    response = client.post(path, data, follow=True)
    assert response.status_code == 200, (path, response.status_code, response.content.decode()[:2000])
    return response


def live_rfq(ada: Person) -> Rfq:
    client_for(ada).post("/rfqs/new/", rfq_form())
    return Rfq.objects.get()


def test_the_whole_negotiation(ada: Person, bruno: Person) -> None:
    buyer, vendor = client_for(ada), client_for(bruno)
    page = follow(buyer, "/rfqs/new/", rfq_form())
    rfq = Rfq.objects.get()
    assert page.redirect_chain == [(f"/rfqs/{rfq.number}/", 303)]
    assert rfq.number in vendor.get("/requests/?tab=open").content.decode()

    own = f"/requests/{rfq.number}/"
    assert "Send quote" in vendor.get(own).content.decode()
    follow(vendor, own, offer_form("4.98"))
    made = Quote.objects.get()

    compare = buyer.get(f"/rfqs/{rfq.number}/compare/").content.decode()
    assert "€25,800.00" in compare
    bid = f"/rfqs/{rfq.number}/bids/nordmetal-zabrze"
    assert "Send counter-offer" in buyer.get(f"{bid}/counter/").content.decode()
    follow(buyer, f"{bid}/counter/", offer_form("4.70", seen_no="1"))
    version = QuoteVersion.objects.current().get()
    made.refresh_from_db()
    assert made.thread is not None
    answer = {"key": key(), "version_id": str(version.id), "terms_hash": version.terms_hash}
    follow(vendor, f"/negotiations/{made.thread.code}/acceptance/", answer)

    award = buyer.get(f"{bid}/award/").content.decode()
    assert "Award €24,400.00" in award
    page = follow(buyer, f"{bid}/award/", {"key": key(), "terms_hash": version.terms_hash})
    order = Order.objects.get()
    assert page.redirect_chain == [(f"/orders/{order.number}/", 303)]
    assert "You won" in vendor.get(own).content.decode()
    assert buyer.get(f"/rfqs/{rfq.number}/").status_code == 200
    assert order.number in buyer.get("/rfqs/").content.decode()


def test_more_lines_and_drafts(ada: Person) -> None:
    buyer = client_for(ada)
    more = buyer.post("/rfqs/new/", rfq_form(more="1")).content.decode()
    assert 'name="lines-TOTAL_FORMS" value="7"' in more
    assert 'value="Enclosure"' in more
    assert not Rfq.objects.exists()
    follow(buyer, "/rfqs/new/", rfq_form(save="1"))
    rfq = Rfq.objects.get()
    assert rfq.state == "DRAFT"
    assert 'value="Enclosure"' in buyer.get(f"/rfqs/{rfq.number}/edit/").content.decode()
    follow(buyer, f"/rfqs/{rfq.number}/edit/", rfq_form(save="1", title="Better title"))
    follow(buyer, f"/rfqs/{rfq.number}/publication/", {"key": key()})
    rfq.refresh_from_db()
    assert (rfq.state, rfq.title) == ("OPEN", "Better title")


def test_errors_stay_on_the_form(ada: Person, bruno: Person) -> None:
    refused = client_for(ada).post("/rfqs/new/", rfq_form(title="", **{"lines-0-quantity": "many"}))
    assert refused.status_code == 422
    assert refused.content.decode().count("errorlist") == 2
    rfq = live_rfq(ada)
    vendor = client_for(bruno)
    assert vendor.post(f"/requests/{rfq.number}/", offer_form("")).status_code == 422
    preview = vendor.post(f"/requests/{rfq.number}/", offer_form("4.98", preview="1"))
    assert "€25,800.00" in preview.content.decode()
    assert not Quote.objects.exists()


def test_steering(ada: Person, bruno: Person) -> None:
    buyer, rfq = client_for(ada), live_rfq(ada)
    path = f"/rfqs/{rfq.number}"
    follow(buyer, f"{path}/deadline/", {"key": key(), "closes_on": LATER})
    follow(buyer, f"{path}/invitations/", {"key": key(), "vendors": [str(bruno.organization.id)]})
    drawing = SimpleUploadedFile("enclosure.pdf", b"%PDF-1.7 drawing")
    follow(buyer, f"{path}/files/", {"key": key(), "file": drawing})
    assert "enclosure.pdf" in client_for(bruno).get(f"/requests/{rfq.number}/").content.decode()
    assert client_for(bruno).get(f"{path}/files/1/").status_code == 302
    assert client_for(None).get(f"{path}/files/1/").headers["Location"].startswith("/account/login/")
    follow(buyer, f"{path}/cancellation/", {"key": key(), "reason": "Project stopped"})
    rfq.refresh_from_db()
    assert rfq.state == "CANCELLED"


def test_an_address_of_the_company_becomes_the_place_and_the_label_of_the_order(ada: Person) -> None:
    address = DeliveryAddress.objects.create(
        organization=ada.organization, label="Works", recipient="Delft Instruments BV", street="Rotterdamseweg 1",
        postcode="2628", city="Delft", country="NL", is_default=True, created_at=JOINED,
    )  # fmt: skip
    buyer = client_for(ada)
    follow(buyer, "/rfqs/new/", rfq_form(address=str(address.id), place="", save="1"))
    rfq = Rfq.objects.get()
    assert (rfq.place, rfq.ship_to["street"]) == ("Delft, Netherlands", "Rotterdamseweg 1")
    page = buyer.get(f"/rfqs/{rfq.number}/edit/").content.decode()
    assert f'<option value="{address.id}" selected>' in page


def test_exports(ada: Person, bruno: Person) -> None:
    rfq = live_rfq(ada)
    client_for(bruno).post(f"/requests/{rfq.number}/", offer_form("4.98"))
    lines = client_for(ada).get(f"/rfqs/{rfq.number}/compare.csv").content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("Nordmetal Zabrze,PL,1,Open,")
    assert "24900.00,900.00,25800.00,DAP,Rotterdam,18" in lines[1]
    assert client_for(ada).get(f"/rfqs/{rfq.number}/compare.xlsx").content[:2] == b"PK"


def test_sealed_prices_are_on_no_page(ada: Person, bruno: Person) -> None:
    client_for(ada).post("/rfqs/new/", rfq_form(sealed="on"))
    rfq = Rfq.objects.get()
    client_for(bruno).post(f"/requests/{rfq.number}/", offer_form("4.98"))
    for path in (f"/rfqs/{rfq.number}/", f"/rfqs/{rfq.number}/compare/", "/home/", "/messages/"):
        page = client_for(ada).get(path).content.decode()
        assert "4.98" not in page
        assert "25,800" not in page
    assert client_for(ada).get(f"/rfqs/{rfq.number}/bids/nordmetal-zabrze/counter/").status_code == 409


def test_lists_ask_a_fixed_number_of_queries(ada: Person, bruno: Person, django_assert_max_num_queries: Any) -> None:
    for _ in range(6):
        market.quote(bruno, market.post(ada))
    buyer, vendor = client_for(ada), client_for(bruno)
    with django_assert_max_num_queries(11):
        assert buyer.get("/rfqs/").status_code == 200
    with django_assert_max_num_queries(16):
        assert vendor.get("/requests/?tab=mine").status_code == 200
