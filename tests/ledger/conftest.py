"""An order to move money on."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from marketplace.ledger.models import Order
from marketplace.ledger.services import NewLine, open_order
from marketplace.ledger.verify import registry
from tests.cast import Person

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _ledger_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Orders of these tests have no units in escrow: only the ledger's own checks look at them."""
    for name, function in list(registry.checks.items()):
        if not function.__module__.startswith("marketplace.ledger."):
            monkeypatch.delitem(registry.checks, name)


@pytest.fixture
def order(ada: Person, bruno: Person) -> Order:
    """5,000 enclosures at €4.82 and €900 freight: €25,000.00 in all, commission 3 %."""
    return make_order(ada, bruno, key="first")


def make_order(buyer: Person, vendor: Person, *, key: str) -> Order:
    """The same order under another key."""
    return open_order(
        actor=buyer.actor,
        buyer_id=buyer.organization.id,
        vendor_id=vendor.organization.id,
        title="IP67 die-cast enclosures",
        currency="EUR",
        lines=[NewLine("Enclosure 120×80×55", Decimal("5000"), "pcs", Decimal("4.82"), "ND-1280")],
        freight_minor=90_000,
        lead_time_days=18,
        source="rfq:RFQ-2481",
        terms={"incoterm": "DAP", "place": "Delft", "unit_price": "4.82"},
        ship_to={"city": "Delft", "country": "NL"},
        key=key,
        at=AT,
    )
