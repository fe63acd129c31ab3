"""What a buyer writes: the content of a request as values, and what must hold of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from marketplace.lib import money
from marketplace.lib.errors import Invalid
from rfq.states import Visibility
from rfq.terms import INCOTERMS, QUANTITY_DECIMALS, fits

MAX_LINES = 50
SHORTEST = timedelta(hours=1)
LONGEST = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class LineDraft:
    """One position to ask for. ``target_unit_price`` in major units."""

    description: str
    quantity: Decimal
    unit: str = "pcs"
    target_unit_price: Decimal | None = None
    listing_id: UUID | None = None
    specification: str = ""


@dataclass(frozen=True, slots=True)
class RfqDraft:
    """The whole content of a request."""

    title: str
    lines: tuple[LineDraft, ...]
    closes_at: datetime
    place: str
    currency: str = "EUR"
    incoterm: str = "DAP"
    description: str = ""
    category_id: int | None = None
    ship_to: Mapping[str, str] = field(default_factory=dict)
    visibility: str = Visibility.OPEN
    sealed: bool = False
    vendor_ids: tuple[UUID, ...] = ()
    file_ids: tuple[UUID, ...] = ()


def check_draft(draft: RfqDraft) -> None:
    """Raise Invalid, naming the field, unless the content can stand as a draft."""
    if not 3 <= len(draft.title.strip()) <= 200:
        raise Invalid.field("title", "Give the request a title of 3 to 200 characters.")
    money.exponent(draft.currency)
    if draft.incoterm not in INCOTERMS:
        raise Invalid.field("incoterm", f"Use one of the Incoterms 2020: {', '.join(INCOTERMS)}.")
    if not draft.place.strip():
        raise Invalid.field("place", "Name the place of delivery, like Delft, NL.")
    if draft.visibility not in Visibility.values:
        raise Invalid.field("visibility", "Open to every verified supplier, or to invited ones only.")
    if len(draft.lines) > MAX_LINES:
        raise Invalid.field("lines", f"A request has up to {MAX_LINES} lines. Split it.")
    for position, line in enumerate(draft.lines, start=1):
        _check_line(position, line)


def check_deadline(closes_at: datetime, at: datetime) -> None:
    """Raise Invalid unless bidding lasts between an hour and half a year from ``at``."""
    if not at + SHORTEST <= closes_at <= at + LONGEST:
        raise Invalid.field("closes_at", "Leave suppliers at least one hour and at most 180 days to answer.")


def _check_line(position: int, line: LineDraft) -> None:
    if not line.description.strip():
        raise Invalid.field("lines", f"Line {position} needs a description.")
    if line.quantity <= 0 or not fits(line.quantity, QUANTITY_DECIMALS):
        raise Invalid.field("lines", f"Line {position} needs a quantity above zero, with up to three decimals.")
    if line.target_unit_price is not None and line.target_unit_price <= 0:
        raise Invalid.field("lines", f"The target price of line {position} must be above zero, or left empty.")
