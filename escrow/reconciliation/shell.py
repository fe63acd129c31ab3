"""What reconciliation adds to the frame: two lines of the operator's rail, and what needs a person today."""

from typing import Any

from django.urls import reverse

from escrow.reconciliation import queries
from marketplace.lib import clock
from marketplace.lib.actor import Actor
from marketplace.lib.money import Money
from marketplace.web.shell import NavItem, Need, Panel, nav, panel


def _open_count(actor: Actor) -> int | None:
    return queries.items(actor).unresolved().count() or None


def _unmatched_count(actor: Actor) -> int | None:
    return queries.receipts(actor).unmatched().count() or None


def _needs(actor: Actor) -> dict[str, Any]:
    lines = [
        Need(
            chip=f"{one.count} open",
            tone="bad" if one.older else "warn",
            subject="Reconciliation",
            text=f"{one.label.lower()}, the oldest of {one.oldest:%-d %b}" if one.oldest else one.label.lower(),
            url=reverse("console-reconciliation"),
            action="Review",
        )
        for one in queries.open_classes(actor, clock.now())
    ]
    receipts = [
        Need(
            chip="Unknown owner",
            tone="warn",
            subject=str(Money(total, currency)),
            text="arrived at the bank and names no order",
            url=reverse("console-receipts"),
            action="Match",
        )
        for currency, total in queries.waiting_receipts(actor).items()
    ]
    return {"needs": lines + receipts}


nav(
    NavItem(
        side="operate", label="Reconciliation", url_name="console-reconciliation", icon="checks", order=44,
        capability="money.view", count=_open_count,
    )
)  # fmt: skip
nav(
    NavItem(
        side="operate", label="Bank receipts", url_name="console-receipts", icon="inbox", order=45,
        capability="money.view", count=_unmatched_count,
    )
)  # fmt: skip
panel(Panel(side="operate", slot="needs", order=20, capability="money.view", query=_needs))
