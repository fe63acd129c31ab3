"""Who is told: matching suppliers by their catalogue, people by mail, homes by their panels."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core import mail

from listings.models import Category, Listing
from marketplace.lib import clock
from marketplace.outbox.drain import drain_until_empty
from rfq import queries, services
from rfq.models import Quote, Rfq
from tests.cast import Person
from tests.doors import client_for
from tests.rfq import market
from tests.rfq.market import CLOCK, LATER, counter, key, newest, offer


def mails(person: Person) -> list[str]:
    drain_until_empty()
    return [str(sent.subject) for sent in mail.outbox if sent.to == [person.user.email]]


def publish_listing(vendor: Person, category: Category) -> None:
    Listing.objects.create(
        vendor=vendor.organization, sku="ND-1280", title="Enclosure", slug="enclosure", category=category,
        drawing="enclosure-1", state="PUBLISHED", published_at=LATER, created_at=LATER, updated_at=LATER,
        from_price_minor=498, from_currency="EUR",
    )  # fmt: skip


def test_suppliers_of_the_category_find_it_under_for_you(ada: Person, bruno: Person, carla: Person) -> None:
    parent = Category.objects.create(id=7, name="Housings", slug="housings", path="7", depth=0)
    child = Category.objects.create(id=31, parent=parent, name="Boxes", slug="boxes", path="7-31", depth=1)
    publish_listing(bruno, child)
    rfq = market.post(ada, category_id=parent.id)
    drain_until_empty()
    assert queries.requests_for(bruno.actor, tab="matching", at=LATER).get() == rfq
    assert not queries.requests_for(carla.actor, tab="matching", at=LATER).exists()
    assert queries.requests_for(carla.actor, tab="open", at=LATER).get() == rfq
    assert services.tell_matching_vendors(actor=CLOCK, rfq_id=rfq.id, at=LATER) == 0


def test_mail_goes_to_those_who_act_next(ada: Person, bruno: Person, carla: Person) -> None:
    rfq = market.post(ada, vendor_ids=(bruno.organization.id,))
    made = market.quote(bruno, rfq)
    market.quote(bruno, rfq, "4.90")
    counter(ada, made)
    market.quote(bruno, rfq, "4.80")
    award = services.award_quote(
        actor=ada.actor, quote_id=made.id, terms_hash=newest(made).terms_hash, key=key(), at=LATER
    )
    assert mails(bruno) == [
        "Delft Instruments BV asks you for a quote: IP67 die-cast enclosures",
        f"Delft Instruments BV made a counter-offer on {rfq.number}",
        f"You won {rfq.number}: order {award.order.number}",
    ]
    assert mails(ada) == [f"Nordmetal Zabrze quoted {rfq.number}"]
    assert mails(carla) == []


def test_homes_show_what_waits(ada: Person, bruno: Person) -> None:
    now = clock.now()
    terms: dict[str, Any] = {"valid_until": now + timedelta(days=1, hours=3)}
    rfq = market.post(ada, at=now, closes_at=now + timedelta(days=5), vendor_ids=(bruno.organization.id,))
    assert "asks for IP67 die-cast enclosures" in client_for(bruno).get("/home/").content.decode()
    made = services.submit_quote(actor=bruno.actor, rfq_id=rfq.id, proposal=offer(**terms), key=key(), at=now)
    assert "Nordmetal Zabrze offers €25,800.00 until then." in client_for(ada).get("/home/").content.decode()
    version = services.make_counter_offer(
        actor=ada.actor, version_id=newest(made).id, proposal=offer("4.70", **terms), key=key(), at=now
    )
    assert "counter-offer from Delft Instruments BV: €24,400.00" in client_for(bruno).get("/home/").content.decode()
    services.accept_offer(actor=bruno.actor, version_id=version.id, terms_hash=version.terms_hash, key=key(), at=now)
    assert "accepted your €24,400.00" in client_for(ada).get("/home/").content.decode()
    services.award_quote(actor=ada.actor, quote_id=made.id, terms_hash=version.terms_hash, key=key(), at=now)
    page = client_for(bruno).get("/home/").content.decode()
    assert "Bid win rate" in page
    assert "100%" in page


def test_a_product_prefills_the_request(ada: Person, bruno: Person) -> None:
    publish_listing(bruno, Category.objects.create(id=7, name="Housings", slug="housings", path="7", depth=0))
    page = client_for(ada).get("/rfqs/new/?listing=enclosure").content.decode()
    assert 'value="Enclosure"' in page
    assert f'value="{Listing.objects.get().id}"' in page


def test_the_panel_beside_the_thread_knows_both_sides(
    quoted: Quote, rfq: Rfq, ada: Person, bruno: Person, carla: Person
) -> None:
    counter(ada, quoted)
    assert quoted.thread is not None
    path = f"/negotiations/{quoted.thread.code}/panel/"
    assert "You are €0.28 below the first offer." in client_for(ada).get(path).content.decode()
    shown = client_for(bruno).get(path).content.decode()
    assert "The price is €0.28 below the first offer." in shown
    assert "Compare all quotes" not in shown
    assert client_for(carla).get(path).status_code == 404
    assert Decimal("4.70") == newest(quoted).lines.get().unit_price
