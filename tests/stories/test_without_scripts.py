"""A browser without JavaScript buys: request, quote, award and payment are plain forms."""

from marketplace.ledger.models import Order
from tests.cast import Person
from tests.running import Market
from tests.stories import steps
from tests.stories.window import Doors


def test_from_request_to_escrow(market: Market, enter: Doors, ada: Person, bruno: Person) -> None:
    buyer, vendor = enter(ada, scripts=False), enter(bruno, scripts=False)

    rfq = steps.post_request(buyer)
    steps.send_quote(vendor, rfq, price="4.98")
    order = steps.award(buyer, rfq, "€25,800.00")
    steps.pay(buyer, "€25,800.00")

    market.settle()
    buyer.page.reload()
    buyer.sees("Paid into escrow")
    assert Order.objects.get(number=order).state == "FUNDED"
