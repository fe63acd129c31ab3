"""Documents of an order as PDF: pro forma, invoice, packing slip. Made on request from the frozen order."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst

from marketplace.ledger.states import OrderState
from marketplace.lib.money import Money

if TYPE_CHECKING:
    from marketplace.identity.models import Organization
    from marketplace.ledger.models import Order

TEMPLATE = Path(__file__).parent / "typst" / "order.typ"
_SHIPPED = {OrderState.SHIPPED, OrderState.DELIVERED, OrderState.ACCEPTED, OrderState.CLOSED}
_ACCEPTED = {OrderState.ACCEPTED, OrderState.CLOSED}
_NOTES = {
    "pro-forma": "This pro forma is no invoice. The amount is paid into escrow and held until the goods are accepted.",
    "invoice": "Paid through Harborline trade assurance. No further payment is due.",
    "packing-slip": "Please compare the goods with this slip on arrival and report differences before you accept.",
}


@dataclass(frozen=True)
class Document:
    """A document that exists, by the name in its address."""

    kind: str
    title: str


def available(order: "Order") -> list[Document]:
    """The documents that exist in the order's state, in the order in which they come to be."""
    found = [Document("pro-forma", "Pro forma invoice")]
    if order.state in _SHIPPED:
        found.append(Document("packing-slip", "Packing slip"))
    if order.state in _ACCEPTED:
        found.append(Document("invoice", "Invoice"))
    return found


def render(order: "Order", kind: str) -> bytes:
    """One document as PDF bytes. Same order, same kind: same content."""
    return bytes(typst.compile(str(TEMPLATE), format="pdf", sys_inputs={"data": json.dumps(content(order, kind))}))


def content(order: "Order", kind: str) -> dict[str, Any]:
    """What a document says, as the template takes it: texts only."""
    title = {"pro-forma": "Pro forma invoice", "invoice": "Invoice", "packing-slip": "Packing slip"}[kind]
    moment = {"invoice": order.accepted_at, "packing-slip": order.shipped_at}.get(kind) or order.opened_at
    return {
        "title": title,
        "number": order.number,
        "date": f"{moment:%-d %B %Y}",
        "seller": _party(order.vendor),
        "buyer": _party(order.buyer),
        "ship_to": _address(order.ship_to),
        "lines": [
            {
                "position": str(line.position),
                "sku": line.sku,
                "description": line.description,
                "quantity": f"{line.quantity.normalize():,f} {line.unit}",
                "unit_price": f"{line.unit_price.normalize():,f}",
                "total": str(Money(line.total_minor, order.currency)),
            }
            for line in order.lines.all()
        ],
        "priced": kind != "packing-slip",
        "totals": [
            ["Goods", str(Money(order.goods_minor, order.currency))],
            ["Freight", str(Money(order.freight_minor, order.currency))],
            ["Total", str(Money(order.total_minor, order.currency))],
        ],
        "facts": _facts(order),
        "note": _NOTES[kind],
        "footer": f"{order.number}, terms {order.terms_hash[:12]}",
    }


def _party(organization: "Organization") -> dict[str, str]:
    place = ", ".join(part for part in (organization.city, organization.country) if part)
    return {"name": organization.name, "place": place, "vat": organization.vat_number}


def _address(ship_to: Mapping[str, Any]) -> list[str]:
    lines = [str(value) for value in ship_to.values() if value and isinstance(value, str)]
    return lines or ["As agreed"]


def _facts(order: "Order") -> list[list[str]]:
    facts = [["Agreed in", order.source.partition(":")[2] or order.source]]
    if order.terms.get("incoterm"):
        facts.append(["Incoterm", f"{order.terms['incoterm']} {order.terms.get('place', '')}".strip()])
    if order.lead_time_days:
        facts.append(["Lead time", f"{order.lead_time_days} days from payment"])
    return facts
