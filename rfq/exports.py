"""The comparison as CSV and XLSX. Text cells that a spreadsheet would run as a formula get a leading apostrophe."""

import csv
from collections.abc import Callable
from io import BytesIO, StringIO

from openpyxl import Workbook

from marketplace.lib.money import Money
from rfq.models import Rfq
from rfq.queries.comparing import ComparedBid, Comparison
from rfq.terms import plain

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
HEAD = (
    "Supplier", "Country", "Offer no.", "State", "Score", "Currency", "Goods", "Freight", "Total", "Incoterm", "Place",
    "Lead time (days)", "Payment", "Valid until", "Shipped orders", "On time (%)", "Certificates", "Recommended",
)  # fmt: skip


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _cells(bid: ComparedBid) -> list[str]:
    offer, column = bid.offer, bid.column
    amount = [f"{Money(minor, offer.currency).decimal:f}" for minor in _amounts(bid)]
    on_time = bid.on_time_percent
    cells = [
        bid.quote.vendor_name, bid.quote.vendor_country, str(offer.no), offer.get_state_display(), str(column.score),
        offer.currency, *amount, offer.incoterm, offer.place, str(offer.lead_time_days), offer.payment,
        offer.valid_until.date().isoformat(), str(bid.record.shipped), "" if on_time is None else plain(on_time),
        ", ".join(bid.certificates), "yes" if column.recommended else "",
    ]  # fmt: skip
    return [harmless(cell) for cell in cells]


def _amounts(bid: ComparedBid) -> tuple[int, int, int]:
    return bid.offer.goods_minor, bid.offer.freight_minor, bid.offer.total_minor


def as_csv(rfq: Rfq, found: Comparison) -> bytes:  # both formats share a signature
    """UTF-8 with a byte order mark, so that spreadsheets read names right."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD)
    writer.writerows(_cells(bid) for bid in found.bids)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(rfq: Rfq, found: Comparison) -> bytes:
    """One sheet, named after the request."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(rfq.number)
    sheet.append(list(HEAD))
    for bid in found.bids:
        sheet.append(_cells(bid))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


FORMATS: dict[str, tuple[Callable[[Rfq, Comparison], bytes], str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
