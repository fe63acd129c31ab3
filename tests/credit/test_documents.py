"""Invoices and credit notes as documents: the rules of EN 16931, the syntax of UBL 2.1, and a PDF with both."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from escrow.credit import documents, services
from escrow.credit.einvoice import rules, ubl
from escrow.credit.einvoice.model import Line, Paper, Party
from tests.cast import Person
from tests.credit import terms

SELLER = Party("nordmetal-zabrze", "Nordmetal Zabrze", "Zabrze", "PL", "PL1234567890")
BUYER = Party("delft-instruments", "Delft Instruments BV", "Delft", "NL", "NL123456789B01")
PAPER = Paper(
    type_code="380", number="NORD-2026-0001", issue_date=date(2026, 3, 12), due_date=date(2026, 4, 11), currency="EUR",
    seller=SELLER, buyer=BUYER, buyer_reference="4500012345", contract="PO-10001", purchase_order="4500012345",
    delivery_date=date(2026, 3, 12), delivery_country="NL", payment_terms="net 30", tax_category="K", tax_rate_bp=0,
    tax_reason="Intra-community supply", net_minor=2_500_000, tax_minor=0, total_minor=2_500_000,
    payable_minor=2_500_000,
    lines=(
        Line("1", "Enclosure", "ND-1280", Decimal(5000), "pcs", Decimal("4.82"), 2_410_000),
        Line("2", "Freight", "", Decimal(1), "pcs", Decimal(900), 90_000),
    ),
)  # fmt: skip
NAMES = {"inv": "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2", "cac": ubl.CAC, "cbc": ubl.CBC}

# The order in which the OASIS schema wants the elements of an invoice that we use.
ORDER = [
    "CustomizationID", "ID", "IssueDate", "DueDate", "InvoiceTypeCode", "Note", "DocumentCurrencyCode",
    "BuyerReference", "OrderReference", "BillingReference", "ContractDocumentReference", "AccountingSupplierParty",
    "AccountingCustomerParty", "Delivery", "PaymentMeans", "PaymentTerms", "TaxTotal", "LegalMonetaryTotal",
    "InvoiceLine",
]  # fmt: skip


def test_a_sound_paper_breaks_no_rule() -> None:
    assert rules.violations(PAPER) == []


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"number": ""}, "BR-02"),
        ({"lines": ()}, "BR-16"),
        ({"net_minor": 2_499_999, "total_minor": 2_499_999, "payable_minor": 2_499_999}, "BR-CO-10"),
        ({"total_minor": 2_600_000, "payable_minor": 2_600_000}, "BR-CO-15"),
        ({"due_date": None, "payment_terms": ""}, "BR-CO-25"),
        ({"type_code": "381"}, "BR-55"),
        ({"tax_category": "S"}, "BR-S-02"),
        ({"tax_reason": ""}, "BR-IC-10"),
        ({"buyer": replace(BUYER, vat="")}, "BR-IC-02"),
        ({"delivery_date": None}, "BR-IC-11"),
        ({"delivery_country": ""}, "BR-IC-12"),
        ({"seller": replace(SELLER, country="")}, "BR-09"),
    ],
)
def test_each_rule_is_checked(change: dict[str, object], rule: str) -> None:
    broken = [text.partition(":")[0] for text in rules.violations(replace(PAPER, **change))]  # type: ignore[arg-type]  # fields of Paper
    assert rule in broken


def test_the_elements_of_ubl_stand_in_the_order_of_the_schema() -> None:
    root = ET.fromstring(ubl.to_xml(PAPER))
    assert root.tag == f"{{{NAMES['inv']}}}Invoice"
    found = [ORDER.index(child.tag.partition("}")[2]) for child in root]
    assert found == sorted(found)


def test_ubl_carries_the_business_terms() -> None:
    root = ET.fromstring(ubl.to_xml(PAPER))

    def text(path: str) -> str:
        return root.findtext(path, "", NAMES)

    assert text("cbc:ID") == "NORD-2026-0001"
    assert text("cbc:DueDate") == "2026-04-11"
    assert text("cac:OrderReference/cbc:ID") == "4500012345"
    assert text("cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID") == "PL1234567890"
    assert text("cac:LegalMonetaryTotal/cbc:PayableAmount") == "25000.00"
    assert text("cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:TaxExemptionReason") == "Intra-community supply"
    quantity = root.find("cac:InvoiceLine/cbc:InvoicedQuantity", NAMES)
    assert quantity is not None
    assert (quantity.text, quantity.get("unitCode")) == ("5000", "H87")


def test_documents_of_an_invoice_and_its_credit_note(ada: Person, bruno: Person) -> None:
    for company, vat in ((ada.organization, "NL123456789B01"), (bruno.organization, "PL1234567890")):
        company.vat_number = vat
        company.save(update_fields=["vat_number"])
    terms.granted(ada, bruno)
    invoice = terms.invoiced(ada, bruno)
    paper = documents.of_invoice(invoice)
    assert (paper.tax_category, paper.payable_minor) == ("K", 2_500_000)
    assert documents.pdf(paper).startswith(b"%PDF-")

    note = services.issue_credit_note(
        actor=bruno.actor, number=invoice.number, amount_minor=10_000, text="Scratched", key="n-1", at=terms.days(20)
    )
    root = ET.fromstring(documents.xml(documents.of_credit_note(note)))
    assert root.tag.endswith("CreditNote")
    assert root.findtext("cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID", "", NAMES) == invoice.number


def test_domestic_tax_is_contained(ada: Person, bruno: Person) -> None:
    bruno.organization.vat_number, bruno.organization.country = "NL999999999B01", "NL"
    bruno.organization.save(update_fields=["vat_number", "country"])
    terms.granted(ada, bruno)
    invoice = terms.invoiced(ada, bruno)
    assert (invoice.net_minor, invoice.tax_minor, invoice.total_minor) == (2_066_116, 433_884, 2_500_000)
    assert documents.of_invoice(invoice).tax_category == "S"
