"""What reconciliation adds to an order's page: how to pay by bank transfer, and how its arrival is told."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings

from escrow import policy, registry
from escrow.reconciliation import queries
from escrow.registry import OrderPanel
from marketplace.lib.actor import Actor
from marketplace.lib.money import Money
from marketplace.web.parts import Progress

if TYPE_CHECKING:
    from marketplace.ledger.models import Order


@registry.order_panel(slot="side", order=30)
def wire_panel(actor: Actor, order: "Order", at: datetime) -> OrderPanel | None:
    """For whoever may pay: the account, the reference and what is missing."""
    if not settings.BANK_IBAN or not policy.may_pay(actor, order):
        return None
    wire = queries.wire_instruction(actor, order)
    account = {"name": settings.BANK_ACCOUNT_NAME, "iban": settings.BANK_IBAN, "bic": settings.BANK_BIC}
    return OrderPanel("reconciliation/wire.html", {"wire": wire, "account": account}) if wire else None


def _short(body: Mapping[str, Any], actor_name: str) -> tuple[str, str, Progress]:
    arrived, missing = (str(Money(body[name], body["currency"])) for name in ("amount_minor", "missing_minor"))
    return "Part of a bank transfer arrived", f"{arrived} is here, {missing} is missing", "done"


def _kept(body: Mapping[str, Any], actor_name: str) -> tuple[str, str, Progress]:
    return "A bank transfer arrived", f"{Money(body['amount_minor'], body['currency'])} is in the wallet", "done"


registry.timeline_words("bank_money_short", _short)
registry.timeline_words("bank_money_kept", _kept)
