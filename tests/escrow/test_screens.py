"""Each screen of escrow answers the people that it is for, and says to each side what that side may know."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries

from escrow.gateways.fake import engine
from escrow.models import Payout
from escrow.views import orders
from marketplace.ledger.models import Order
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person
from tests.doors import client_for
from tests.escrow import steps

KEY = "form-key-1"


def page(person: Person, path: str) -> str:
    response = client_for(person).get(path)
    assert response.status_code == 200, (path, response.status_code)
    return response.content.decode()


def test_the_list_shows_each_side_the_other(order: Order, ada: Person, bruno: Person, dora: Person) -> None:
    assert "Nordmetal Zabrze" in page(ada, "/orders/")
    assert "Delft Instruments BV" in page(bruno, "/orders/")
    assert order.number not in page(dora, "/orders/?show=all")


def test_the_list_is_filtered_by_the_address(order: Order, ada: Person, bruno: Person) -> None:
    assert order.number in page(ada, "/orders/?show=waiting")
    assert order.number not in page(bruno, "/orders/?show=waiting")
    assert order.number not in page(ada, "/orders/?show=done")
    assert order.number in page(ada, "/orders/?show=all&q=enclosures")
    assert order.number not in page(ada, "/orders/?show=all&q=gearbox")


def test_an_order_has_one_main_action_for_the_side_that_moves(order: Order, ada: Person, bruno: Person) -> None:
    buyer, vendor = page(ada, f"/orders/{order.number}/"), page(bruno, f"/orders/{order.number}/")

    assert "Pay into escrow" in buyer
    assert buyer.count("btn primary") == 1
    assert vendor.count("btn primary") == 0


def test_only_the_vendor_sees_the_commission(funded_order: Order, ada: Person, bruno: Person) -> None:
    buyer, vendor = page(ada, f"/orders/{funded_order.number}/"), page(bruno, f"/orders/{funded_order.number}/")

    assert "€750.00" not in buyer
    assert "ommission" not in buyer
    assert "€750.00" in vendor
    assert "€24,250.00" in vendor


def test_another_tenants_order_looks_absent(order: Order, carla: Person) -> None:
    client = client_for(carla)
    foreign, absent = client.get(f"/orders/{order.number}/"), client.get("/orders/PO-1/")

    assert foreign.status_code == absent.status_code == 404
    assert foreign.content == absent.content


def test_the_job_through_forms(order: Order, ada: Person, bruno: Person, otto: Person) -> None:
    buyer, vendor, operator = client_for(ada), client_for(bruno), client_for(otto)
    at = f"/orders/{order.number}"

    to_provider = buyer.post(f"{at}/pay/", {"key": KEY})
    assert to_provider.status_code == 303
    back = buyer.post(to_provider["Location"], {"choice": "pay"})
    assert back["Location"] == f"{at}/payment/"
    drain_until_empty()
    assert "Paid into escrow" in buyer.get(back["Location"]).content.decode()

    shipped = vendor.post(f"{at}/shipment/", {"key": KEY, "carrier": "DHL", "tracking_number": "JD01"})
    assert shipped["Location"] == f"{at}/"
    assert vendor.post(f"{at}/delivery/", {"key": KEY, "signed_by": "J. de Vries"}).status_code == 303
    assert buyer.post(f"{at}/acceptance/", {"key": KEY}).status_code == 303
    engine.advance(seconds=3 * 86_400)  # the card payment has cleared at the provider
    assert operator.post("/console/money/payouts/", {"key": KEY}).status_code == 303
    drain_until_empty()

    assert steps.state_of(order) == "CLOSED"
    assert steps.trial_balance() == {"psp": 75_000, "inc_commission": -75_000}
    payout = Payout.objects.get()
    assert payout.number in page(bruno, "/payouts/")
    assert order.number in page(bruno, f"/payouts/{payout.number}/")
    assert "Payout confirmed" in page(bruno, "/statement/")


def test_a_wrong_form_is_shown_again(funded_order: Order, bruno: Person) -> None:
    response = client_for(bruno).post(f"/orders/{funded_order.number}/shipment/", {"key": KEY, "carrier": "DHL"})

    assert response.status_code == 422
    assert steps.state_of(funded_order) == "FUNDED"


def test_a_step_at_the_wrong_time_says_so(order: Order, bruno: Person) -> None:
    form = {"key": KEY, "carrier": "DHL", "tracking_number": "JD01"}
    response = client_for(bruno).post(f"/orders/{order.number}/shipment/", form)

    assert response.status_code == 409
    assert "awaiting payment" in response.content.decode()


def test_the_vendor_sends_a_document_along(funded_order: Order, ada: Person, bruno: Person, dora: Person) -> None:
    from_vendor = {"key": KEY, "carrier": "DHL", "tracking_number": "JD01", "document": _pdf()}
    assert client_for(bruno).post(f"/orders/{funded_order.number}/shipment/", from_vendor).status_code == 303

    at = f"/orders/{funded_order.number}/shipments/1/document/"
    assert client_for(ada).get(at).status_code == 302
    assert client_for(dora).get(at).status_code == 404


def _pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("waybill.pdf", b"%PDF-1.7 waybill", "application/pdf")


@pytest.mark.parametrize("kind", ["pro-forma", "packing-slip", "invoice"])
def test_documents_are_pdfs(shipped_order: Order, ada: Person, kind: str) -> None:
    steps.accepted(shipped_order, ada)
    response = client_for(ada).get(f"/orders/{shipped_order.number}/{kind}.pdf")

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")


def test_a_document_that_does_not_exist_yet_is_absent(order: Order, ada: Person) -> None:
    assert client_for(ada).get(f"/orders/{order.number}/invoice.pdf").status_code == 404


def test_the_console_compares_ledger_and_provider(funded_order: Order, otto: Person, ada: Person) -> None:
    shown = page(otto, "/console/money/")

    assert "Ledger verified" in shown
    assert "Equal" in shown
    assert shown.count("€25,000.00") >= 2
    assert funded_order.number in page(otto, "/console/orders/")
    assert client_for(ada).get("/console/money/").status_code == 403


def test_home_says_what_waits(order: Order, ada: Person, bruno: Person, otto: Person) -> None:
    assert f"{order.number}" in page(ada, "/home/")
    steps.funded(order, ada)
    assert "waits to be shipped" in page(bruno, "/home/")
    assert "equals the provider to the cent" in page(otto, "/home/")


def test_the_list_costs_the_same_for_one_order_and_for_many(
    ada: Person, bruno: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_for(ada)
    for _ in range(5):
        steps.opened(ada, bruno)
    client.get("/orders/?show=all")
    with django_assert_max_num_queries(13):
        client.get("/orders/?show=all")


def test_pages_follow_each_other_without_a_gap(ada: Person, bruno: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "PAGE", 2)
    numbers = [steps.opened(ada, bruno).number for _ in range(5)][::-1]

    shown: list[str] = []
    path = "/orders/?show=all"
    while path:
        content = page(ada, path)
        shown += re.findall(r'/orders/(PO-\d+)/"', content)
        following = re.search(r'rel="next" href="([^"]+)"', content)
        path = f"/orders/{html.unescape(following[1])}" if following else ""
    assert shown == numbers
