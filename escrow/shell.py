"""What escrow adds to the frame: navigation, commands, and the home panels of the three sides."""

from typing import Any

from django.urls import reverse

from escrow import queries
from marketplace.ledger.states import OrderState
from marketplace.lib import clock
from marketplace.lib.actor import Actor
from marketplace.lib.money import Money
from marketplace.web.shell import NavItem, Need, Panel, Side, Stat, nav, panel

_NEEDS: dict[str, tuple[str, str, str]] = {
    OrderState.AWAITING_PAYMENT: ("order-pay", "Pay", "waits for your payment into escrow"),
    OrderState.FUNDED: ("order-ship", "Ship", "is paid and waits to be shipped"),
    OrderState.PARTLY_SHIPPED: ("order-ship", "Ship", "is shipped in part; the rest waits"),
    OrderState.SHIPPED: ("order-detail", "Follow", "is on its way to you"),
    OrderState.DELIVERED: ("order-accept", "Accept", "arrived and waits for your inspection"),
    "balance": ("order-pay", "Pay", "waits for its next payment into escrow"),
    "inspect": ("order-detail", "Inspect", "has a stage to inspect"),
    "build": ("order-detail", "Open", "has a stage in production"),
}


def _open_count(actor: Actor) -> int | None:
    return queries.orders_for(actor, show="waiting").count() or None


def _needs(actor: Actor) -> dict[str, Any]:
    needs = []
    for row in queries.waiting_for(actor):
        url_name, action, text = _NEEDS[row.move or row.order.state]
        needs.append(
            Need(
                chip=f"by {row.due_at:%-d %b}" if row.due_at else "Open",
                tone="warn" if row.due_at else "info",
                subject=row.order.number,
                text=f"{row.order.title[:60]} {text}",
                url=reverse(url_name, args=[row.order.number]),
                action=action,
            )
        )
    return {"needs": needs}


def _vendor_stats(actor: Actor) -> dict[str, Any]:
    money = queries.vendor_money(actor.organization_id) if actor.organization_id else []
    stats = [
        Stat(
            label="Next payout",
            value=str(Money(row.available, row.currency)),
            note=f"{Money(row.held, row.currency)} more in escrow",
        )
        for row in money[:1]
    ]
    return {"stats": stats}


def _buyer_stats(actor: Actor) -> dict[str, Any]:
    held = queries.held_for(actor)
    currency, amount = max(held.items(), key=lambda item: item[1], default=("", 0))
    note = "held until you accept the goods" if len(held) < 2 else _more_currencies(len(held))
    stats = [Stat(label="In escrow", value=str(Money(amount, currency)) if currency else "–", note=note)]
    month = clock.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    ordered = queries.ordered_since(actor, month)
    for currency, count, total in ordered[:1]:
        note = f"{count} order{'' if count == 1 else 's'}" if len(ordered) == 1 else _more_currencies(len(ordered))
        stats.append(Stat(label="Ordered this month", value=str(Money(total, currency)), note=note))
    return {"stats": stats}


def _more_currencies(count: int) -> str:
    return "and 1 more currency" if count == 2 else f"and {count - 1} more currencies"


def _orders_under_way(actor: Actor) -> dict[str, Any]:
    rows = queries.order_rows(actor, list(queries.orders_for(actor, show="open")[:_SHOWN]))
    return {"title": "Orders under way", "list_url": "order-list", "rows": rows}


def _newest_orders(actor: Actor) -> dict[str, Any]:
    rows = queries.order_rows(actor, list(queries.orders_for(actor, show="all")[:_SHOWN]))
    return {"title": "Newest orders", "list_url": "console-orders", "newest": True, "rows": rows}


def _open_states(actor: Actor) -> dict[str, Any]:
    return {"states": queries.open_states(actor)}


def _held_by_whom(actor: Actor) -> dict[str, Any]:
    return {"held": queries.held_money(ask=False)}


def _operator_stats(actor: Actor) -> dict[str, Any]:
    rows = queries.held_money()
    differs = [row.currency for row in rows if not row.is_equal]
    largest = max(rows, key=lambda row: row.escrow, default=None)
    open_count = queries.open_operations().count()
    return {
        "stats": [
            Stat(
                label="Held in escrow",
                value=str(Money(largest.escrow, largest.currency)) if largest else "–",
                note=f"differs from the provider in {', '.join(differs)}"
                if differs
                else "equals the provider to the cent",
            ),
            Stat(label="Open operations", value=str(open_count), note="waiting for the provider"),
        ]
    }


def _operator_needs(actor: Actor) -> dict[str, Any]:
    stuck = queries.open_operations().filter(state="MANUAL")[:8]
    url = reverse("console-money")
    return {
        "needs": [
            Need(
                chip="Stuck", tone="bad", subject=f"{operation.get_kind_display()} of {operation.order or 'a payout'}",
                text=operation.error, url=url, action="Review",
            )
            for operation in stuck
        ]
    }  # fmt: skip


_SHOWN = 6
_SIDES: tuple[Side, Side] = ("buy", "sell")
for side in _SIDES:
    nav(
        NavItem(
            side=side, label="Orders", url_name="order-list", icon="package", order=30, capability="order.view",
            keys="g o", count=_open_count,
        )
    )  # fmt: skip
    panel(Panel(side=side, slot="needs", order=20, capability="order.view", query=_needs))
    panel(
        Panel(
            side=side, slot="main", order=40, capability="order.view", template="escrow/panels/orders.html",
            query=_orders_under_way,
        )
    )  # fmt: skip
    nav(
        NavItem(
            side=side, label="Statement", url_name="statement", icon="receipt", order=90, section="Finance",
            capability="statement.view",
        )
    )  # fmt: skip
nav(
    NavItem(
        side="sell", label="Payouts", url_name="payout-list", icon="building-bank", order=80, section="Finance",
        capability="payout.view",
    )
)  # fmt: skip
nav(
    NavItem(
        side="operate", label="Orders", url_name="console-orders", icon="package", order=30, capability="market.view"
    )
)
nav(NavItem(side="operate", label="Money", url_name="console-money", icon="coins", order=40, capability="money.view"))
panel(Panel(side="buy", slot="stats", order=20, capability="order.view", query=_buyer_stats))
panel(Panel(side="sell", slot="stats", order=40, capability="payout.view", query=_vendor_stats))
panel(Panel(side="operate", slot="stats", order=10, capability="money.view", query=_operator_stats))
panel(Panel(side="operate", slot="needs", order=10, capability="money.view", query=_operator_needs))
panel(
    Panel(
        side="operate", slot="main", order=20, capability="market.view", template="escrow/panels/orders.html",
        query=_newest_orders,
    )
)  # fmt: skip
panel(
    Panel(
        side="operate", slot="side", order=10, capability="market.view", template="escrow/panels/states.html",
        query=_open_states,
    )
)  # fmt: skip
panel(
    Panel(
        side="operate", slot="side", order=20, capability="money.view", template="escrow/panels/held.html",
        query=_held_by_whom,
    )
)  # fmt: skip
