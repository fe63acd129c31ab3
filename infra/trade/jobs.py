"""The main job, from a request for quotation to the money in the supplier's account, any number of times.

One request → two quotes → a counter-offer → the supplier's answer → award → payment into escrow → shipment →
delivery → acceptance → payout. Every step is a call of the public API by the side that takes it.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from infra.trade.client import Caller, GaveUp, Pauses, Refused
from marketplace.lib import clock, ids

Answer = dict[str, Any]
ENDED = frozenset({"SUCCEEDED", "FAILED", "MANUAL"})


@dataclass(frozen=True)
class Keys:
    """API keys of the sides, and the two suppliers by slug, in the order of ``vendors``."""

    buyer: str
    vendors: tuple[str, str]
    operator: str
    vendor_slugs: tuple[str, str]


@dataclass(frozen=True)
class Outcome:
    """How a job ended. ``held_minor`` is what escrow still keeps for the order; ``error`` says why it stopped short."""

    order: str
    state: str
    currency: str
    total_minor: int
    held_minor: int
    seconds: float
    error: str = ""

    @property
    def is_closed(self) -> bool:
        """Paid out, and nothing left in escrow."""
        return self.state == "CLOSED" and self.held_minor == 0


def run(
    address: str, keys: Keys, count: int, concurrency: int = 1, report: Callable[[Outcome], None] = lambda _: None
) -> list[Outcome]:
    """Do the job ``count`` times at ``address``, ``concurrency`` at once; ``report`` hears of each as it ends."""
    outcomes = []
    with ThreadPoolExecutor(max_workers=concurrency) as pool:
        for job in as_completed([pool.submit(_outcome, Job(address, keys, number)) for number in range(count)]):
            outcomes.append(job.result())
            report(outcomes[-1])
    return outcomes


class Job:
    """One run of the job. Numbers take turns: who wins, and whether the supplier accepts or meets halfway."""

    def __init__(self, address: str, keys: Keys, number: int) -> None:
        self.buyer, self.operator = Caller(address, keys.buyer), Caller(address, keys.operator)
        first = number % 2
        self.winner, self.rival = Caller(address, keys.vendors[first]), Caller(address, keys.vendors[1 - first])
        self.winner_slug = keys.vendor_slugs[first]
        self.vendor_slugs = list(keys.vendor_slugs)
        self.accepts = number % 4 < 2
        self.quantity = 5000 + 7 * number  # totals that no commission divides evenly
        self.order = ""
        self._name = ids.token(12)

    def do(self) -> None:
        """Every step in its order."""
        number = self._post_request()
        quote = self._collect_quotes(number)
        terms_hash = self._negotiate(number, quote)
        award = self.buyer.post(f"quotes/{quote['id']}/award", {"terms_hash": terms_hash}, key=self._key("award"))
        self.order = award["order_number"]
        self._pay()
        self._fulfil()
        self._pay_out()

    def page(self) -> Answer:
        """The order as the buyer sees it."""
        page: Answer = self.buyer.get(f"orders/{self.order}")
        return page

    def _post_request(self) -> str:
        lines = [{"description": "Enclosure 120×80×55, IP67", "quantity": str(self.quantity), "unit": "pcs"}]
        body = {
            "title": "IP67 die-cast enclosures",
            "place": "Delft, NL",
            "closes_at": (clock.now() + timedelta(days=10)).isoformat(),
            "visibility": "INVITED",
            "vendors": self.vendor_slugs,
            "lines": lines,
        }
        return str(self.buyer.post("rfqs", body, key=self._key("request"))["number"])

    def _collect_quotes(self, number: str) -> Answer:
        """Both suppliers quote; returns the winner's quote as the buyer finds it among the two."""
        self.winner.post(f"rfqs/{number}/quotes", self._offer("4.98"), key=self._key("quote"))
        self.rival.post(f"rfqs/{number}/quotes", self._offer("5.16"), key=self._key("rival"))
        quotes = self.buyer.get(f"rfqs/{number}/quotes")["results"]
        cheapest: Answer = min(quotes, key=lambda quote: quote["offer"]["total_minor"])
        return cheapest

    def _negotiate(self, number: str, quote: Answer) -> str:
        """The buyer asks for less, the supplier agrees or revises; returns the hash of the terms to award."""
        countered = self._offer("4.70", version_id=quote["offer"]["id"])
        asked = self.buyer.post(f"quotes/{quote['id']}/offers", countered, key=self._key("counter"))["offer"]
        if self.accepts:
            agreed = {"version_id": asked["id"], "terms_hash": asked["terms_hash"]}
            answer = self.winner.post(f"quotes/{quote['id']}/acceptance", agreed, key=self._key("accept"))
        else:
            revised = self._offer("4.82", seen_no=asked["no"])
            answer = self.winner.post(f"rfqs/{number}/quotes", revised, key=self._key("revise"))
        return str(answer["offer"]["terms_hash"])

    def _pay(self) -> None:
        started = self._start_payment()
        self.buyer.submit(started["checkout_url"], choice="pay")
        settled = self.buyer.wait_for(
            f"operations/{started['operation']['id']}",
            lambda operation: operation["state"] in ENDED,
            f"the payment of {self.order}",
        )
        if settled["state"] != "SUCCEEDED":
            raise GaveUp(f"the payment of {self.order} ended as {settled['state']}: {settled['error']}")

    def _start_payment(self) -> Answer:
        """The started payment with its page; a provider that is silent for a while has none yet."""
        pauses = Pauses(f"the payment page of {self.order}", self.buyer.patience_seconds)
        while True:
            started: Answer = self.buyer.post(f"orders/{self.order}/payments", key=self._key("pay"))
            if started["checkout_url"]:
                return started
            pauses.rest(started)

    def _fulfil(self) -> None:
        shipment = {"carrier": "DB Schenker", "tracking_number": f"SCH-{self._name}"}
        self.winner.post(f"orders/{self.order}/shipments", shipment, key=self._key("ship"))
        self.winner.post(f"orders/{self.order}/delivery", {"signed_by": "J. de Vries"}, key=self._key("deliver"))
        self.buyer.post(f"orders/{self.order}/acceptance", key=self._key("acceptance"))

    def _pay_out(self) -> None:
        """Run a batch; another job's batch may have taken the order along already, which is as good."""
        self.operator.post("payout-batches", key=self._key("payout"))
        self.buyer.wait_for(
            f"orders/{self.order}", lambda page: page["order"]["state"] == "CLOSED", f"the payout of {self.order}"
        )

    def _offer(self, price: str, **more: Any) -> Answer:
        return {
            "lines": [{"position": 1, "unit_price": str(Decimal(price))}],
            "freight_minor": 90_000,
            "incoterm": "DAP",
            "place": "Delft",
            "lead_time_days": 18,
            "valid_until": (clock.now() + timedelta(days=30)).isoformat(),
            **more,
        }

    def _key(self, step: str) -> str:
        return f"trade:{self._name}:{step}"


def _outcome(job: Job) -> Outcome:
    """Do the job, and see how its order stands at the end, whatever happened."""
    began, error = time.monotonic(), ""
    try:
        job.do()
    except (Refused, GaveUp) as reason:
        error = str(reason)
    seconds = time.monotonic() - began
    try:
        page = job.page() if job.order else None
    except (Refused, GaveUp) as reason:
        page, error = None, error or str(reason)
    if page is None:
        return Outcome(job.order, "LOST" if job.order else "NO ORDER", "", 0, 0, seconds, error)
    order = page["order"]
    return Outcome(
        job.order, order["state"], order["currency"], order["total_minor"], page["held_minor"], seconds, error
    )
