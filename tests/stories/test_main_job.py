"""One order for 5,000 enclosures at €4.70, by two people in two browsers and by two machines: the same ledger.

€23,500.00 of goods and €900.00 freight are paid into escrow, 3 % of it is the market's, the rest goes to the vendor.
"""

import re

from infra.trade import jobs
from infra.trade.keys import temporary_keys
from marketplace.ledger.models import Order
from tests.cast import Person
from tests.running import Market
from tests.stories import steps
from tests.stories.books import Traces, traces
from tests.stories.window import Doors

CLOSED = Traces(
    order="CLOSED",
    history=["opened", "fund", "ship", "deliver", "accept", "close"],
    journal=[
        ("payment_received", {"psp": 2_440_000, "escrow": -2_440_000}),
        ("provider_fee", {"exp_psp_fee": 70_790, "psp": -70_790}),
        ("release", {"escrow": 2_440_000, "vendor_pending": -2_366_800, "inc_commission": -73_200}),
        ("matured", {"vendor_pending": 2_366_800, "vendor_available": -2_366_800}),
        ("payout_reserved", {"vendor_available": 2_366_800, "vendor_in_transit": -2_366_800}),
        ("payout_confirmed", {"vendor_in_transit": 2_366_800, "psp": -2_366_800}),
    ],
    operations=[("PAYMENT", "SUCCEEDED", 2_440_000), ("TRANSFER", "SUCCEEDED", 2_366_800)],
    quotes={"nordmetal-zabrze": "AWARDED", "shenzhen-hanwei": "LOST"},
    offers=[(1, "VENDOR", "SUPERSEDED", 2_580_000), (2, "BUYER", "AWARDED", 2_440_000)],
    thread=["offer.made", "offer.countered", "offer.accepted", "order.opened"],
)


def test_two_people_at_once(
    market: Market, enter: Doors, ada: Person, bruno: Person, carla: Person, otto: Person
) -> None:
    """From the request to the payout; where one acts, the other's window changes without a reload."""
    buyer, vendor, rival, operator = enter(ada), enter(bruno), enter(carla), enter(otto)

    rfq = steps.post_request(buyer)
    buyer.watch(f"/rfqs/{rfq}/", f"rfq:{rfq}")
    steps.send_quote(rival, rfq, price="5.16")
    buyer.sees("Shenzhen Hanwei Precision")
    steps.send_quote(vendor, rfq, price="4.98")
    buyer.sees("€25,800.00")

    thread = steps.open_thread(buyer, "Nordmetal Zabrze")
    steps.join_thread(vendor, thread)
    steps.talk(buyer, vendor, "Can you meet us at 4.70 for the whole lot?")
    steps.talk(vendor, buyer, "If it ships as one lot, yes.")
    steps.counter(buyer, price="4.70")
    vendor.sees_in(vendor.page.locator(".offer.live"), "no. 2")
    vendor.press("Accept €24,400.00")
    buyer.sees_in(buyer.page.get_by_role("log"), "accepted")

    order = steps.award(buyer, rfq, "€24,400.00")
    vendor.watch(f"/orders/{order}/", f"order:{order}")
    steps.pay(buyer, "€24,400.00")
    buyer.sees("Paid into escrow")
    steps.ship(vendor)
    buyer.watch(f"/orders/{order}/", f"order:{order}")
    steps.report_delivery(vendor)
    steps.accept(buyer)
    steps.run_payouts(operator)
    buyer.sees_in(buyer.page.locator("#order .head"), "Closed")

    market.settle()
    assert traces(order) == CLOSED


def test_two_machines(market: Market, ada: Person, bruno: Person, carla: Person, otto: Person) -> None:
    with temporary_keys() as keys:
        (outcome,) = jobs.run(market.address, keys, count=1)
    assert (outcome.error, outcome.state, outcome.held_minor, outcome.total_minor) == ("", "CLOSED", 0, 2_440_000)
    assert re.fullmatch(r"PO-\d+", outcome.order)
    market.settle()
    assert traces(outcome.order) == CLOSED
    assert Order.objects.get(number=outcome.order).title == "IP67 die-cast enclosures"
