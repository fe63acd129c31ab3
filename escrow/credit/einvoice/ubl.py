"""UBL 2.1, the XML syntax of EN 16931 (CEN/TS 16931-3-2). Elements stand in the order of the OASIS schema."""

from decimal import Decimal
from xml.etree import ElementTree as ET

from escrow.credit.einvoice.model import SPECIFICATION, UNIT_CODES, Line, Paper, Party
from marketplace.lib.money import Money

CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
ROOTS = {
    "380": ("Invoice", "InvoiceTypeCode", "InvoiceLine", "InvoicedQuantity"),
    "381": ("CreditNote", "CreditNoteTypeCode", "CreditNoteLine", "CreditedQuantity"),
}
_ROOT = "urn:oasis:names:specification:ubl:schema:xsd:{}-2"


def to_xml(paper: Paper) -> bytes:
    """``paper`` as a UBL document, UTF-8."""
    root_name, type_name, line_name, quantity_name = ROOTS[paper.type_code]
    namespace = _ROOT.format(root_name)
    ET.register_namespace("cac", CAC)
    ET.register_namespace("cbc", CBC)
    ET.register_namespace("", namespace)
    root = ET.Element(f"{{{namespace}}}{root_name}")
    _text(root, "CustomizationID", SPECIFICATION)
    _text(root, "ID", paper.number)
    _text(root, "IssueDate", paper.issue_date.isoformat())
    if paper.type_code == "380" and paper.due_date:
        _text(root, "DueDate", paper.due_date.isoformat())
    _text(root, type_name, paper.type_code)
    _optional(root, "Note", paper.note)
    _text(root, "DocumentCurrencyCode", paper.currency)
    _optional(root, "BuyerReference", paper.buyer_reference)
    if paper.purchase_order:
        _text(_aggregate(root, "OrderReference"), "ID", paper.purchase_order)
    if paper.corrects:
        _text(_aggregate(_aggregate(root, "BillingReference"), "InvoiceDocumentReference"), "ID", paper.corrects)
    _text(_aggregate(root, "ContractDocumentReference"), "ID", paper.contract)
    _party(_aggregate(root, "AccountingSupplierParty"), paper.seller, names_vat=paper.names_tax_numbers)
    _party(_aggregate(root, "AccountingCustomerParty"), paper.buyer, names_vat=paper.names_tax_numbers)
    _delivery(root, paper)
    means = _aggregate(root, "PaymentMeans")
    _text(means, "PaymentMeansCode", "1")  # BT-81: as agreed, through the market
    _text(means, "PaymentID", paper.corrects or paper.number)  # BT-83
    if paper.payment_terms:
        _text(_aggregate(root, "PaymentTerms"), "Note", paper.payment_terms)
    _tax_total(root, paper)
    total = _aggregate(root, "LegalMonetaryTotal")
    _amount(total, "LineExtensionAmount", paper.net_minor, paper.currency)
    _amount(total, "TaxExclusiveAmount", paper.net_minor, paper.currency)
    _amount(total, "TaxInclusiveAmount", paper.total_minor, paper.currency)
    _amount(total, "PayableAmount", paper.payable_minor, paper.currency)
    for line in paper.lines:
        _line(_aggregate(root, line_name), line, paper, quantity_name)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="UTF-8", xml_declaration=True))


def _aggregate(parent: ET.Element, name: str) -> ET.Element:
    return ET.SubElement(parent, f"{{{CAC}}}{name}")


def _text(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, f"{{{CBC}}}{name}", attributes).text = text


def _optional(parent: ET.Element, name: str, text: str) -> None:
    if text:
        _text(parent, name, text)


def _amount(parent: ET.Element, name: str, minor: int, currency: str) -> None:
    _text(parent, name, f"{Money(minor, currency).decimal:f}", currencyID=currency)


def _party(parent: ET.Element, party: Party, *, names_vat: bool) -> None:
    made = _aggregate(parent, "Party")
    _text(_aggregate(made, "PartyIdentification"), "ID", party.identifier)
    _text(_aggregate(made, "PartyName"), "Name", party.name)
    address = _aggregate(made, "PostalAddress")
    _optional(address, "CityName", party.city)
    _text(_aggregate(address, "Country"), "IdentificationCode", party.country)
    if party.vat and names_vat:
        scheme = _aggregate(made, "PartyTaxScheme")
        _text(scheme, "CompanyID", party.vat)
        _text(_aggregate(scheme, "TaxScheme"), "ID", "VAT")
    _text(_aggregate(made, "PartyLegalEntity"), "RegistrationName", party.name)


def _delivery(root: ET.Element, paper: Paper) -> None:
    if not (paper.delivery_date or paper.delivery_country):
        return
    delivery = _aggregate(root, "Delivery")
    if paper.delivery_date:
        _text(delivery, "ActualDeliveryDate", paper.delivery_date.isoformat())
    if paper.delivery_country:
        address = _aggregate(_aggregate(delivery, "DeliveryLocation"), "Address")
        _text(_aggregate(address, "Country"), "IdentificationCode", paper.delivery_country)


def _tax_total(root: ET.Element, paper: Paper) -> None:
    total = _aggregate(root, "TaxTotal")
    _amount(total, "TaxAmount", paper.tax_minor, paper.currency)
    part = _aggregate(total, "TaxSubtotal")
    _amount(part, "TaxableAmount", paper.net_minor, paper.currency)
    _amount(part, "TaxAmount", paper.tax_minor, paper.currency)
    _category(_aggregate(part, "TaxCategory"), paper, paper.tax_reason)


def _category(category: ET.Element, paper: Paper, reason: str = "") -> None:
    _text(category, "ID", paper.tax_category)
    if paper.tax_category != "O":
        _text(category, "Percent", f"{Decimal(paper.tax_rate_bp) / 100:f}")
    _optional(category, "TaxExemptionReason", reason)
    _text(_aggregate(category, "TaxScheme"), "ID", "VAT")


def _line(made: ET.Element, line: Line, paper: Paper, quantity_name: str) -> None:
    _text(made, "ID", line.identifier)
    _text(made, quantity_name, f"{line.quantity.normalize():f}", unitCode=UNIT_CODES.get(line.unit.lower(), "C62"))
    _amount(made, "LineExtensionAmount", line.net_minor, paper.currency)
    item = _aggregate(made, "Item")
    _text(item, "Name", line.name)
    if line.seller_item:
        _text(_aggregate(item, "SellersItemIdentification"), "ID", line.seller_item)
    _category(_aggregate(item, "ClassifiedTaxCategory"), paper)
    _text(_aggregate(made, "Price"), "PriceAmount", f"{line.price.normalize():f}", currencyID=paper.currency)
