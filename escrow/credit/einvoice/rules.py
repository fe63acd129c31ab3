"""The business rules of EN 16931-1 that our papers could break, by the numbers that the standard gives them."""

from collections.abc import Iterator
from decimal import Decimal

from escrow.credit.einvoice.model import Line, Paper

_TOLERANCE_MINOR = 100
"""BR-CO-17: the published schematron lets the tax differ by one unit of the currency."""


def violations(paper: Paper) -> list[str]:
    """Every broken rule as ``BR-02: …``; empty for a paper that may be sent."""
    return [f"{rule}: {text}" for rule, text in (*_head(paper), *_totals(paper), *_tax(paper), *_lines(paper))]


def _head(paper: Paper) -> Iterator[tuple[str, str]]:
    required = (
        ("BR-02", paper.number, "an invoice has a number"),
        ("BR-04", paper.type_code, "an invoice has a type"),
        ("BR-05", paper.currency, "an invoice has a currency"),
        ("BR-06", paper.seller.name, "the seller has a name"),
        ("BR-07", paper.buyer.name, "the buyer has a name"),
        ("BR-09", paper.seller.country, "the seller's address has a country"),
        ("BR-11", paper.buyer.country, "the buyer's address has a country"),
        ("BR-CO-26", paper.seller.identifier or paper.seller.vat, "the seller can be identified"),
    )
    yield from ((rule, text) for rule, value, text in required if not value)
    if paper.payable_minor > 0 and not (paper.due_date or paper.payment_terms):
        yield "BR-CO-25", "what is to be paid has a due date or terms"
    if paper.type_code == "381" and not paper.corrects:
        yield "BR-55", "a credit note names the invoice that it corrects"
    if not paper.lines:
        yield "BR-16", "an invoice has a line"


def _totals(paper: Paper) -> Iterator[tuple[str, str]]:
    if sum(line.net_minor for line in paper.lines) != paper.net_minor:
        yield "BR-CO-10", "the lines add up to the total without tax"
    if paper.net_minor + paper.tax_minor != paper.total_minor:
        yield "BR-CO-15", "the total is what is without tax, and the tax"
    if paper.payable_minor != paper.total_minor:
        yield "BR-CO-16", "nothing was paid before, so all of it is to be paid"


def _tax(paper: Paper) -> Iterator[tuple[str, str]]:
    exact = Decimal(paper.net_minor) * paper.tax_rate_bp / 10_000
    if abs(exact - paper.tax_minor) > _TOLERANCE_MINOR:
        yield "BR-CO-17", "the tax is its rate of the amount"
    if paper.tax_category == "S" and not (paper.seller.vat and paper.tax_rate_bp > 0):
        yield "BR-S-02", "the standard rate needs the seller's tax number and a rate"
    if paper.tax_category != "S" and (paper.tax_minor or paper.tax_rate_bp or not paper.tax_reason):
        yield f"BR-{_FAMILY[paper.tax_category]}-10", "where no tax is charged, the reason is given"
    if paper.tax_category == "K":
        if not (paper.seller.vat and paper.buyer.vat):
            yield "BR-IC-02", "a supply within the EU names both tax numbers"
        if paper.delivery_date is None:
            yield "BR-IC-11", "a supply within the EU has a date of delivery"
        if not paper.delivery_country:
            yield "BR-IC-12", "a supply within the EU has a country of delivery"
    if paper.tax_category == "G" and not paper.seller.vat:
        yield "BR-G-02", "an export names the seller's tax number"


_FAMILY = {"K": "IC", "G": "G", "O": "O"}


def _lines(paper: Paper) -> Iterator[tuple[str, str]]:
    for line in paper.lines:
        yield from _line(line)


def _line(line: Line) -> Iterator[tuple[str, str]]:
    if not line.identifier:
        yield "BR-21", "a line has an identifier"
    if line.quantity <= 0:
        yield "BR-22", "a line has a quantity"
    if not line.unit:
        yield "BR-23", "a line has a unit"
    if not line.name:
        yield "BR-25", "a line has a name"
    if line.price < 0:
        yield "BR-27", "a price is not negative"
