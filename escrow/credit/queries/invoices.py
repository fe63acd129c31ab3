"""Reads of invoices: the lists, one invoice for its page, how old debts are. Amounts are minor units."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from escrow.credit import ageing, payment_terms, policy
from escrow.credit.machinery.paying import Due, due_now, wallet_of
from escrow.credit.models import CreditNote, Invoice, InvoiceLine, InvoicingBlock, LineObjection, WriteOff
from escrow.credit.querysets import InvoiceQuerySet
from escrow.credit.states import INVOICE, OPEN_INVOICES
from escrow.credit.words import moment_of
from marketplace.ledger.plans import percent
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound
from marketplace.web.parts import Moment


@dataclass(frozen=True)
class InvoicePage:
    """One invoice for its page."""

    invoice: Invoice
    lines: Sequence[InvoiceLine]
    notes: Sequence[CreditNote]
    objections: Sequence[LineObjection]
    write_off: WriteOff | None
    moments: Sequence[Moment]
    due: Due
    wallet_minor: int
    may: frozenset[str]

    @property
    def gone_minor(self) -> int:
        """Credited and written off."""
        return self.invoice.credited_minor + self.invoice.written_off_minor

    @property
    def whole_minor(self) -> int:
        """All that was ever asked for."""
        return self.invoice.total_minor + self.invoice.fees_minor

    @property
    def parts(self) -> list[tuple[str, int]]:
        """What became of it, for a bar."""
        paid_fees = self.invoice.fees_settled_minor
        return [
            ("Paid", self.invoice.paid_minor + paid_fees),
            ("Open", self.invoice.open_minor),
            ("Interest", self.invoice.open_fees_minor),
            ("Credited", self.gone_minor),
        ]

    @property
    def tax_words(self) -> str:
        """Which tax the total contains, or why none."""
        rate = self.invoice.tax_rate_bp
        return f"VAT {percent(rate)} contained" if rate else self.invoice.tax_reason

    @property
    def discount_until(self) -> date | None:
        """The last day of the discount."""
        return payment_terms.discount_until(self.invoice.issue_date, self.invoice.terms)


@dataclass(frozen=True)
class BuyerAge:
    """What one buyer owes, by age."""

    buyer: str
    currency: str
    ages: Sequence[ageing.Age]

    @property
    def total_minor(self) -> int:
        """All buckets."""
        return sum(age.amount_minor for age in self.ages)

    @property
    def parts(self) -> list[tuple[str, int]]:
        """For a bar."""
        return [(age.label, age.amount_minor) for age in self.ages]


def invoices_visible_to(actor: Actor) -> InvoiceQuerySet:
    """The actor's invoices, the newest first."""
    found = Invoice.objects.visible_to(actor).select_related("buyer", "seller", "order", "account__lender")
    return found.order_by("-issued_at", "-id")


def get_invoice(actor: Actor, number: str) -> Invoice:
    """One invoice. Raises NotFound if absent or invisible."""
    found = invoices_visible_to(actor).filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def get_credit_note(actor: Actor, number: str) -> CreditNote:
    """One credit note. Raises NotFound if absent or invisible."""
    seen = Invoice.objects.visible_to(actor)
    found = CreditNote.objects.select_related("invoice__seller", "invoice__buyer", "invoice__order").filter(
        number=number, invoice__in=seen
    )
    note = found.first()
    if note is None:
        raise NotFound
    return note


def invoice_page(actor: Actor, number: str, at: datetime) -> InvoicePage:
    """One invoice with everything that its page shows. Raises NotFound."""
    invoice = get_invoice(actor, number)
    objections = list(invoice.objections.select_related("line"))
    is_buyer = actor.belongs_to(invoice.buyer_id)
    return InvoicePage(
        invoice=invoice,
        lines=list(invoice.lines.all()),
        notes=list(invoice.credit_notes.all()),
        objections=objections,
        write_off=WriteOff.objects.filter(invoice=invoice).first(),
        moments=[moment_of(event) for event in invoice.events.order_by("id")],
        due=due_now(invoice, at),
        wallet_minor=wallet_of(invoice) if is_buyer else 0,
        may=_may(actor, invoice),
    )


def _may(actor: Actor, invoice: Invoice) -> frozenset[str]:
    is_open = invoice.state in OPEN_INVOICES
    free = invoice.open_minor > invoice.objected_minor
    steps = {
        "pay": is_open and invoice.payable_minor > 0 and policy.may_pay_invoice(actor, invoice),
        "credit": is_open and free and policy.may_credit_invoice(actor, invoice),
        "object": is_open and free and policy.may_object(actor, invoice),
        "answer": is_open and policy.may_credit_invoice(actor, invoice),
        "withdraw": is_open and policy.may_object(actor, invoice),
        "write_off": INVOICE.allows(invoice.state, "write_off") and policy.may_write_off(actor),
    }
    return frozenset(step for step, allowed in steps.items() if allowed)


def owed_by(actor: Actor) -> list[Invoice]:
    """What the actor's company has to pay, the oldest due first."""
    found = invoices_visible_to(actor).filter(buyer_id=actor.organization_id).open()
    return list(found.order_by("due_date", "number"))


def owed_to(actor: Actor) -> list[Invoice]:
    """What the actor's company is owed, the oldest due first."""
    found = invoices_visible_to(actor).filter(seller_id=actor.organization_id).open()
    return list(found.order_by("due_date", "number"))


def settled_of(actor: Actor, *, side: str) -> list[Invoice]:
    """The newest invoices that are settled, of ``side`` buyer or seller."""
    own = {f"{side}_id": actor.organization_id}
    return list(invoices_visible_to(actor).filter(**own).exclude(state__in=OPEN_INVOICES)[:20])


def ages(invoices: Iterable[Invoice], today: date) -> dict[str, list[ageing.Age]]:
    """How old open invoices are, by currency."""
    found: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for invoice in invoices:
        found[invoice.currency].append((invoice.due_date, invoice.open_minor + invoice.open_fees_minor))
    return {currency: ageing.spread(items, today) for currency, items in sorted(found.items())}


def ages_by_buyer(invoices: Iterable[Invoice], today: date) -> list[BuyerAge]:
    """The ageing matrix: one line per buyer and currency, who owes most first."""
    found: dict[tuple[str, str], list[tuple[date, int]]] = defaultdict(list)
    for invoice in invoices:
        amount = invoice.open_minor + invoice.open_fees_minor
        found[invoice.buyer.name, invoice.currency].append((invoice.due_date, amount))
    lines = [BuyerAge(buyer, currency, ageing.spread(items, today)) for (buyer, currency), items in found.items()]
    return sorted(lines, key=lambda line: -line.total_minor)


def open_blocks(actor: Actor) -> list[InvoicingBlock]:
    """Shipments of the actor's orders that cannot be invoiced yet, oldest first."""
    found = InvoicingBlock.objects.filter(resolved_at=None).select_related("order__buyer", "order__vendor", "shipment")
    if not (actor.is_system or (actor.operates and actor.can("money.view"))):
        found = (
            found.filter(order__vendor_id=actor.organization_id)
            if actor.sells
            else found.filter(order__buyer_id=actor.organization_id)
        )
    return [block for block in found.order_by("opened_at") if not _is_invoiced(block)]


def differences_of(order_id: UUID, block_id: UUID) -> list[str]:
    """What keeps a shipment of an order from being invoiced; nothing for an unknown block."""
    block = InvoicingBlock.objects.filter(pk=block_id, order_id=order_id, resolved_at=None).first()
    return list(block.differences) if block else []


def _is_invoiced(block: InvoicingBlock) -> bool:
    return Invoice.objects.filter(shipment=block.shipment).exists()


def may_watch(actor: Actor, number: str) -> bool:
    """The policy of the topic ``invoice:<number>``: whoever sees the invoice."""
    return Invoice.objects.visible_to(actor).filter(number=number).exists()
