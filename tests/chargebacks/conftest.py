"""Orders whose payment is disputed, and the rule that every test ends with books that agree."""

import pytest

from escrow.chargebacks.models import Chargeback
from escrow.gateways.fake import engine
from escrow.models import GatewayOperation
from marketplace.ledger.models import Order
from marketplace.lib import clock
from marketplace.outbox.drain import drain_until_empty
from tests.escrow import steps
from tests.escrow.conftest import books_agree, delivered_order, funded_order, order, shipped_order

__all__ = ["books_agree", "delivered_order", "funded_order", "order", "shipped_order"]


def payment_of(order: Order) -> str:
    """The provider's ref of the order's payment."""
    operation = GatewayOperation.objects.get(order=order, kind="PAYMENT", state="SUCCEEDED")
    assert operation.gateway_ref
    return operation.gateway_ref


def disputed(
    order: Order, *, reason: str = "product_not_received", inquiry: bool = False, amount: int = 0
) -> Chargeback:
    """The buyer's bank takes the payment back; the notice has been worked off."""
    ref = engine.open_dispute(
        payment_ref=payment_of(order), at=clock.now(), reason=reason, inquiry=inquiry, amount_minor=amount
    )
    drain_until_empty()
    return Chargeback.objects.get(ref=ref)


def decided(chargeback: Chargeback, *, won: bool) -> Chargeback:
    """The network decides, and tells."""
    engine.decide_dispute(ref=chargeback.ref, won=won, at=steps.days(30))
    drain_until_empty()
    chargeback.refresh_from_db()
    return chargeback


@pytest.fixture
def chargeback(shipped_order: Order) -> Chargeback:
    """€25,000.00 of a shipped order, disputed."""
    return disputed(shipped_order)
