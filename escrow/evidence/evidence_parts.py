"""The parts of the pack that every order has: contract, timeline, shipments, messages, money, postings, clocks."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from escrow.evidence import registry
from escrow.evidence.registry import Attachment, Part, Reader
from escrow.models import PaymentLeg, Refund, Release, ReleaseUnit, Shipment, Timer
from marketplace.ledger import queries as ledger
from marketplace.ledger.parties import COMMISSION_KINDS, ORDER_MONEY, Party, kinds_of
from marketplace.lib.actor import Actor
from marketplace.lib.errors import HarborlineError
from marketplace.storage import files
from messaging import queries as messaging

if TYPE_CHECKING:
    from marketplace.ledger.models import JournalEntry, Order
    from messaging.models import ThreadEvent

_BATCH = 200
_VENDORS_OWN = ("commission", "net_", "reserve", "debt", "settle", "claw")
SHOWN: Mapping[Party, frozenset[str]] = {
    Party.BUYER: frozenset(kinds_of(Party.BUYER)),
    Party.VENDOR: ORDER_MONEY | frozenset(kinds_of(Party.VENDOR)) | COMMISSION_KINDS | {"tax_withholding"},
}
"""Kinds of account whose legs a side sees one by one; the others of an entry are told as one leg."""


def _open_to(reader: Reader, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts without what is between the market and the supplier, for the buyer."""
    if reader.side is not Party.BUYER:
        return dict(facts)
    return {name: value for name, value in facts.items() if not name.startswith(_VENDORS_OWN)}


@registry.part("contract", order=10)
def contract(order: "Order", reader: Reader) -> Part:
    """What was agreed, as it was frozen: ``terms_hash`` is SHA-256 over the canonical JSON of ``terms``."""
    lines = order.lines.values("position", "sku", "description", "quantity", "unit", "unit_price", "total_minor")
    facts = {
        "number": order.number, "title": order.title, "agreed_in": order.source, "opened_at": order.opened_at,
        "opened_by": order.created_by_name, "state": order.state, "currency": order.currency,
        "goods_minor": order.goods_minor, "freight_minor": order.freight_minor, "total_minor": order.total_minor,
        "plan": order.plan, "ship_to": order.ship_to, "lead_time_days": order.lead_time_days,
        "terms": order.terms, "terms_hash": order.terms_hash, "lines": list(lines),
        "commission_rule": order.commission_rule, "commission_minor": order.commission_minor,
        "buyer": _party(order.buyer), "vendor": _party(order.vendor),
    }  # fmt: skip
    return Part(_open_to(reader, facts))


def _party(organization: Any) -> dict[str, str]:
    names = ("name", "city", "country", "vat_number")
    return {name: str(getattr(organization, name)) for name in names}


@registry.part("timeline", order=20)
def timeline(order: "Order", reader: Reader) -> Part:
    """What happened, numbered without a gap."""
    return Part(
        [
            {
                "seq": event.seq, "at": event.at, "kind": event.kind, "by": event.actor_name,
                "organization": event.organization.name if event.organization else "",
                "body": _open_to(reader, event.body),
            }
            for event in ledger.timeline(order)
        ]
    )  # fmt: skip


@registry.part("shipments", order=30)
def shipments(order: "Order", reader: Reader) -> Part | None:
    """What was sent, with the carrier's numbers and papers."""
    found = list(Shipment.objects.filter(order=order).select_related("document").order_by("shipped_at", "id"))
    papers: list[Attachment] = []
    told = []
    for shipment in found:
        if shipment.document:
            papers.append(registry.attached("shipments", len(papers) + 1, shipment.document))
        told.append(
            {
                "carrier": shipment.carrier, "tracking_number": shipment.tracking_number,
                "shipped_at": shipment.shipped_at, "delivered_at": shipment.delivered_at,
                "document": papers[-1].path if shipment.document else "",
            }
        )  # fmt: skip
    return Part(told, papers) if told else None


@registry.part("messages", order=40)
def messages(order: "Order", reader: Reader) -> Part | None:
    """The conversation of the two about what they agreed. The market has no window into it, so not in its pack."""
    if reader.side is Party.OPERATOR:
        return None
    other_id = order.vendor_id if reader.side is Party.BUYER else order.buyer_id
    kind, _, ref = order.source.partition(":")
    told: list[dict[str, Any]] = []
    papers: list[Attachment] = []
    for subject_kind, subject_ref in ((kind.upper(), ref), ("ORDER", order.number)):
        code = messaging.find_thread_code(
            reader.actor, subject_kind=subject_kind, subject_ref=subject_ref, other_id=other_id
        )
        if code:
            thread = messaging.get_thread(reader.actor, code).thread
            events = [_message(event, papers) for event in _events(reader.actor, thread.id)]
            told.append({"subject": f"{subject_kind} {subject_ref}", "title": thread.title, "events": events})
    return Part(told, papers) if told else None


def _events(actor: Actor, thread_id: UUID) -> Iterable["ThreadEvent"]:
    seq = 0
    while page := messaging.events_after(actor, thread_id, seq):
        yield from page
        seq = page[-1].seq


def _message(event: "ThreadEvent", papers: list[Attachment]) -> dict[str, Any]:
    told = {"seq": event.seq, "at": event.at, "kind": event.kind, "by": event.actor_name, "body": event.body}
    if event.kind == "attachment":
        try:
            stored = files.get_file(Actor.for_system("escrow.evidence"), UUID(event.body["file_id"]))
        except HarborlineError:
            return {**told, "file": "no longer kept"}
        papers.append(registry.attached("messages", len(papers) + 1, stored))
        told["file"] = papers[-1].path
    return told


@registry.part("money", order=50)
def money(order: "Order", reader: Reader) -> Part:
    """The plan at work: what was paid, what it is released for, what went back."""
    legs = PaymentLeg.objects.filter(order=order).order_by("no")
    units = ReleaseUnit.objects.filter(order=order).order_by("no")
    releases = Release.objects.filter(order=order).order_by("released_at", "id")
    refunds = Refund.objects.filter(order=order).order_by("requested_at", "id")
    return Part(
        {
            "currency": order.currency,
            "legs": list(legs.values("no", "title", "amount_minor", "state", "due_at", "funded_at")),
            "units": list(
                units.values(
                    "no", "kind", "title", "state", "amount_minor", "released_minor", "refunded_minor", "frozen_minor",
                    "quantities", "shipped_at", "delivered_at", "inspection_ends_at", "accepted_at",
                )
            ),
            "releases": [
                _open_to(reader, release)
                for release in releases.values(
                    "unit__no", "gross_minor", "commission_minor", "commission_tax_minor", "reserve_minor",
                    "debt_minor", "net_minor", "by_clock", "released_at",
                )
            ],
            "refunds": list(
                refunds.values(
                    "unit__no", "amount_minor", "after_release", "reason", "requested_by_name", "requested_at",
                )
            ),
        }
    )  # fmt: skip


@registry.part("clocks", order=60)
def clocks(order: "Order", reader: Reader) -> Part:
    """Every clock that ran: until when, and whether it rang or was stopped."""
    found = Timer.objects.filter(order=order).order_by("due_at", "id")
    return Part(list(found.values("name", "subject", "due_at", "fired_at", "stopped_at")))


@registry.part("postings", order=80)
def postings(order: "Order", reader: Reader) -> Part:
    """The order's journal entries as this side may see them; each adds up to zero per currency.

    ``balances`` are the sums of the legs by account, so that whoever re-adds the entries has something to compare.
    """
    entries = [told for entry in ledger.entries_of_order(order.id) if (told := _entry(entry, reader)) is not None]
    balances: dict[str, int] = {}
    for entry in entries:
        for leg in entry["legs"]:
            account = f"{leg['account']} {leg['currency']}"
            balances[account] = balances.get(account, 0) + leg["amount_minor"]
    return Part({"entries": entries, "balances": dict(sorted(balances.items()))})


def _entry(entry: "JournalEntry", reader: Reader) -> dict[str, Any] | None:
    legs = [
        (leg.account.code, leg.account.kind, leg.currency, leg.amount_minor)
        for leg in entry.postings.all()
    ]  # fmt: skip
    told = {
        "entry": entry.pk, "at": entry.effective_at, "kind": entry.kind, "key": entry.key,
        "resolves": entry.resolves.key if entry.resolves else "",
        "reverses": entry.reverses.key if entry.reverses else "",
    }  # fmt: skip
    if reader.side is Party.OPERATOR:
        seal = ledger.seal_of(entry)
        told |= {"input_hash": entry.input_hash, "meta": entry.meta, "seal": seal.hash if seal else ""}
    else:
        legs = folded(legs, SHOWN[reader.side])
    if not any(account != "others" for account, *_ in legs):
        return None
    return told | {
        "legs": [{"account": code, "currency": currency, "amount_minor": amount} for code, _, currency, amount in legs]
    }


def folded(legs: list[tuple[str, str, str, int]], shown: frozenset[str]) -> list[tuple[str, str, str, int]]:
    """Legs ``(account, kind, currency, amount)`` with those of other kinds than ``shown`` as one leg per currency.

    The sum per currency stays what it was. The hash of the whole entry is kept from a side that sees it folded:
    from the hash and the rest, a missing amount can be found by trying.
    """
    kept = [leg for leg in legs if leg[1] in shown]
    others: dict[str, int] = {}
    for _, kind, currency, amount in legs:
        if kind not in shown:
            others[currency] = others.get(currency, 0) + amount
    return kept + [("others", "", currency, amount) for currency, amount in sorted(others.items()) if amount]
