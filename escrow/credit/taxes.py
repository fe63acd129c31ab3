"""Which value added tax an invoice shows. Pure.

Agreed prices are what the buyer pays: where the seller owes tax, it is contained in them. Categories are those of
UNTDID 5305 as EN 16931 uses them. Rates: the standard rates of the member states of the EU, 2026.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

STANDARD_BP = {
    "AT": 2000, "BE": 2100, "BG": 2000, "HR": 2500, "CY": 1900, "CZ": 2100, "DK": 2500, "EE": 2400, "FI": 2550,
    "FR": 2000, "DE": 1900, "GR": 2400, "HU": 2700, "IE": 2300, "IT": 2200, "LV": 2100, "LT": 2100, "LU": 1700,
    "MT": 1800, "NL": 2100, "PL": 2300, "PT": 2300, "RO": 2100, "SK": 2300, "SI": 2200, "ES": 2100, "SE": 2500,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tax:
    """A category, its rate in basis points, and why nothing is charged where it is zero."""

    category: str
    rate_bp: int
    reason: str = ""


def tax_of(*, seller_country: str, seller_vat: str, buyer_country: str, buyer_vat: str) -> Tax:
    """The tax between two companies, by where they sit and whether they are registered."""
    if not seller_vat:
        return Tax("O", 0, "Not subject to VAT")
    if seller_country in STANDARD_BP and buyer_country not in STANDARD_BP:
        return Tax("G", 0, "Export outside the EU")
    if seller_country != buyer_country and seller_country in STANDARD_BP and buyer_vat:
        return Tax("K", 0, "Intra-community supply")
    if seller_country in STANDARD_BP:
        return Tax("S", STANDARD_BP[seller_country])
    return Tax("O", 0, "Not subject to VAT")


def contained(gross_minor: int, rate_bp: int) -> int:
    """The tax contained in ``gross_minor``, rounded half to even. Minor units."""
    exact = Decimal(gross_minor) * rate_bp / (10_000 + rate_bp)
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
