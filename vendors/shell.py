"""What vendors add to the frame: the storefront for sellers, the directory for buyers, the queue for operators."""

from typing import Any

from django.urls import reverse

from marketplace.lib.actor import Actor
from marketplace.web.shell import Command, NavItem, Need, Panel, command, nav, panel
from messaging.registry import Subject, ThreadRef, register
from vendors import queries
from vendors.states import VendorState

_SHOWN = 5
_TEXTS = {
    VendorState.APPLIED: ("Draft", "warn", "Submit your storefront", "Buyers see you once you are verified."),
    VendorState.REJECTED: ("Rejected", "bad", "Mend your storefront", "We wrote what is missing."),
    VendorState.SUSPENDED: ("Suspended", "bad", "You are off the market", "Read why on your storefront page."),
}


def _queue_count(actor: Actor) -> int | None:
    return queries.queue_length(actor) or None


def _queue_needs(actor: Actor) -> dict[str, Any]:
    needs = [
        Need(
            chip="To verify",
            tone="info",
            subject=str(vendor),
            text=vendor.headline,
            url=reverse("vendor-review", args=[vendor.slug]),
            action="Review",
        )
        for vendor in queries.queue(actor)[:_SHOWN]
    ]
    return {"needs": needs}


def _newest_decisions(actor: Actor) -> dict[str, Any]:
    return {"decided": queries.decided(actor, _SHOWN)}


def _storefront_needs(actor: Actor) -> dict[str, Any]:
    vendor = queries.find_own(actor)
    if vendor is None:
        need = Need(
            chip="Start", tone="acc", subject="Open your storefront", text="A page of facts takes ten minutes.",
            url=reverse("sell"), action="Start",
        )  # fmt: skip
        return {"needs": [need]}
    text = _TEXTS.get(VendorState(vendor.state))
    if text is None:
        return {"needs": []}
    chip, tone, title, note = text
    return {
        "needs": [Need(chip=chip, tone=tone, subject=title, text=note, url=reverse("storefront-edit"), action="Open")]
    }


def _supplier_page(actor: Actor, thread: ThreadRef) -> str:
    return reverse("storefront", args=[thread.subject_ref])


nav(
    NavItem(
        side="sell", label="Storefront", url_name="storefront-edit", icon="building-store", order=60,
        capability="storefront.edit",
    )
)  # fmt: skip
nav(NavItem(side="buy", label="Suppliers", url_name="suppliers", icon="building-factory-2", order=50))
nav(
    NavItem(
        side="operate", label="Verification", url_name="verification-queue", icon="user-check", order=10,
        capability="market.view", hot=True, count=_queue_count,
    )
)  # fmt: skip
panel(Panel(side="operate", slot="needs", order=10, capability="vendor.verify", query=_queue_needs))
panel(
    Panel(
        side="operate", slot="side", order=30, capability="market.view", template="vendors/panel_decisions.html",
        query=_newest_decisions,
    )
)  # fmt: skip
panel(Panel(side="sell", slot="needs", order=5, capability="storefront.edit", query=_storefront_needs))
command(Command(label="Supplier directory", url_name="suppliers", icon="building-factory-2"))
register(Subject(kind="SUPPLIER", page_url=_supplier_page))
