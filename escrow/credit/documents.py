"""Invoices and credit notes as documents: PDF for people with the data for machines attached, and the data alone."""

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst

from escrow.credit.einvoice import rules, ubl
from escrow.credit.einvoice.model import Line, Paper, Party
from marketplace.lib.money import Money

if TYPE_CHECKING:
    from escrow.credit.models import CreditNote, Invoice
    from marketplace.identity.models import Organization

TEMPLATE = Path(__file__).parent / "typst" / "invoice.typ"


class BrokenPaper(RuntimeError):
    """A paper of ours breaks a rule of EN 16931: a fault in this package, never of its reader."""


def of_invoice(invoice: "Invoice") -> Paper:
    """An invoice in the terms of EN 16931."""
    return _checked(
        Paper(
            type_code="380",
            number=invoice.number,
            issue_date=invoice.issue_date,
            due_date=invoice.due_date,
            payment_terms=f"{invoice.terms_words}, due {invoice.due_date.isoformat()}",
            net_minor=invoice.net_minor,
            tax_minor=invoice.tax_minor,
            total_minor=invoice.total_minor,
            payable_minor=invoice.total_minor,
            lines=tuple(
                Line(str(line.position), line.description, line.sku, line.quantity, line.unit, line.unit_price,
                     line.net_minor)
                for line in invoice.lines.all()
            ),
            **_common(invoice),
        )
    )  # fmt: skip


def of_credit_note(note: "CreditNote") -> Paper:
    """A credit note in the terms of EN 16931: one line, what it takes back."""
    price = Money(note.net_minor, note.currency).decimal
    return _checked(
        Paper(
            type_code="381",
            number=note.number,
            issue_date=note.issue_date,
            due_date=None,
            payment_terms=f"Lowers invoice {note.invoice.number}",
            net_minor=note.net_minor,
            tax_minor=note.tax_minor,
            total_minor=note.total_minor,
            payable_minor=note.total_minor,
            lines=(Line("1", note.text, "", Decimal(1), "pcs", price, note.net_minor),),
            corrects=note.invoice.number,
            **_common(note.invoice),
        )
    )


def _common(invoice: "Invoice") -> dict[str, Any]:
    order = invoice.order
    return {
        "currency": invoice.currency,
        "seller": _party(invoice.seller),
        "buyer": _party(invoice.buyer),
        "buyer_reference": invoice.purchase_order_number or order.number,
        "contract": order.number,
        "purchase_order": invoice.purchase_order_number,
        "delivery_date": invoice.delivery_date,
        "delivery_country": str(order.ship_to.get("country") or invoice.buyer.country),
        "tax_category": invoice.tax_category,
        "tax_rate_bp": invoice.tax_rate_bp,
        "tax_reason": invoice.tax_reason,
    }


def _party(organization: "Organization") -> Party:
    return Party(organization.slug, organization.name, organization.city, organization.country, organization.vat_number)


def _checked(paper: Paper) -> Paper:
    broken = rules.violations(paper)
    if broken:
        raise BrokenPaper(f"{paper.number}: {'; '.join(broken)}")
    return paper


def xml(paper: Paper) -> bytes:
    """The paper as UBL 2.1."""
    return ubl.to_xml(paper)


def pdf(paper: Paper) -> bytes:
    """The paper as PDF, with its UBL attached. Same paper: same content."""
    inputs = {"data": json.dumps(content(paper)), "xml": xml(paper).decode()}
    return bytes(typst.compile(str(TEMPLATE), format="pdf", sys_inputs=inputs))


def content(paper: Paper) -> dict[str, Any]:
    """What the paper says, as the template takes it: texts only."""
    rate = f"{Decimal(paper.tax_rate_bp) / 100:f}".rstrip("0").rstrip(".")
    is_note = paper.type_code == "381"
    tax = f"VAT {rate} %" if paper.tax_rate_bp else f"VAT 0 %, {paper.tax_reason}"
    facts = [["Order", paper.contract], ["Purchase order", paper.purchase_order], ["Corrects", paper.corrects],
             ["Delivered", f"{paper.delivery_date:%-d %B %Y}" if paper.delivery_date else ""],
             ["Due", f"{paper.due_date:%-d %B %Y}" if paper.due_date else ""],
             ["Terms", paper.payment_terms.partition(",")[0]]]  # fmt: skip
    return {
        "title": "Credit note" if is_note else "Invoice",
        "number": paper.number,
        "date": f"{paper.issue_date:%-d %B %Y}",
        "seller": _shown(paper.seller),
        "buyer": _shown(paper.buyer),
        "facts": [fact for fact in facts if fact[1]],
        "lines": [
            {
                "position": line.identifier,
                "sku": line.seller_item,
                "description": line.name,
                "quantity": f"{line.quantity.normalize():,f} {line.unit}",
                "unit_price": f"{line.price.normalize():,f}",
                "total": _money(line.net_minor, paper),
            }
            for line in paper.lines
        ],
        "totals": [
            ["Net", _money(paper.net_minor, paper)],
            [tax, _money(paper.tax_minor, paper)],
            ["Total", _money(paper.total_minor, paper)],
        ],
        "note": "This credit note lowers what is owed on the invoice that it names." if is_note
        else f"Pay through Harborline, naming {paper.number}. The goods were delivered on net terms.",
        "footer": f"{paper.number}, EN 16931",
    }  # fmt: skip


def _money(minor: int, paper: Paper) -> str:
    return str(Money(minor, paper.currency))


def _shown(party: Party) -> dict[str, str]:
    place = ", ".join(part for part in (party.city, party.country) if part)
    return {"name": party.name, "place": place, "vat": party.vat}
