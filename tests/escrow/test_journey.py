"""An order's life in words."""

from datetime import UTC, datetime
from typing import Any

import pytest

from escrow import journey
from marketplace.ledger.states import OrderState

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
DUE = datetime(2026, 3, 26, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "body", "title", "detail"),
    [
        ("opened", {"source": "rfq:RFQ-2481"}, "Order opened", "from RFQ-2481 by Ada"),
        ("fund", {"amount_minor": 2_500_000, "currency": "EUR", "by": "Ada"}, "€25,000.00 paid into escrow", "by Ada"),
        ("ship", {"carrier": "DHL", "tracking_number": "JD01"}, "Shipped with DHL", "JD01 by Ada"),
        ("deliver", {"signed_by": "J. de Vries"}, "Delivered", "signed by J. de Vries"),
        ("deliver", {"signed_by": ""}, "Delivered", "reported by Ada"),
        ("accept", {"by_clock": False}, "Accepted, escrow released", "by Ada"),
        ("accept", {"by_clock": True}, "Accepted, escrow released", "by clock, nobody objected in time"),
        ("close", {"payout": "PAY-2001"}, "Paid out to the supplier", "PAY-2001"),
        ("cancel", {"why": "unpaid"}, "Cancelled", "not paid in time"),
        ("request_refund", {"reason": "Stopped."}, "Refund requested", "by Ada: Stopped."),
        ("refund", {"amount_minor": 100, "currency": "JPY", "to": "provider"}, "¥100 returned to the buyer", ""),
        ("refund", {"amount_minor": 100, "currency": "JPY", "to": "wallet"}, "¥100 kept in the buyer’s wallet", ""),
        ("note_added", {}, "Note added", "by Ada"),
    ],
)
def test_each_event_is_a_sentence(kind: str, body: dict[str, Any], title: str, detail: str) -> None:
    moment = journey.past(kind, body, "Ada", AT)

    assert (moment.title, moment.detail, moment.at) == (title, detail, AT)


def test_what_comes_is_dimmed_after_where_the_order_is() -> None:
    coming = journey.coming(OrderState.FUNDED, {}, DUE)

    assert [(moment.title, moment.state) for moment in coming] == [
        ("Shipped", "now"),
        ("Delivered", "todo"),
        ("Accepted, escrow released", "todo"),
        ("Paid out to the supplier", "todo"),
    ]
    assert (coming[0].detail, coming[0].at) == ("planned", DUE)


@pytest.mark.parametrize("state", [OrderState.CLOSED, OrderState.CANCELLED, OrderState.REFUNDED])
def test_nothing_comes_after_the_end(state: str) -> None:
    assert journey.coming(state, {}, None) == []
    assert journey.next_step(state, {}, None) == ("", None)


def test_held_money_names_its_clock() -> None:
    assert journey.held_text(OrderState.DELIVERED, {"AUTO_ACCEPT": DUE}) == (
        "held, released by clock on 26 Mar at the latest"
    )
    assert journey.held_text(OrderState.FUNDED, {}) == "held until the goods are accepted"
