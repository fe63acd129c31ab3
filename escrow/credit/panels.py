"""What credit adds to an order: its invoices' money, its gate before dispatch, its part of the page and timeline."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from escrow import registry
from escrow.credit.services import take_payment

if TYPE_CHECKING:
    from escrow.models import ReleaseUnit
    from marketplace.ledger.models import Order

registry.takes_leg("invoice")(take_payment)
