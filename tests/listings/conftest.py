"""What every catalogue test needs: a small category tree, a verified vendor, a draft that may be published."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from listings import services
from listings.content import Attribute, ListingDraft, Price
from listings.models import Listing
from listings.taxonomy import CategoryRow, forget_tree
from marketplace.lib.actor import Actor
from marketplace.storage import files
from marketplace.storage.models import StoredFile
from tests.cast import Person
from vendors.models import VendorProfile

MACHINE = Actor.for_system("test")
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def categories(db: None) -> None:
    """Metal parts with enclosures and brackets below. A rolled back test leaves its tree in the cache."""
    forget_tree()
    rows = [CategoryRow(1, None, "Metal parts"), CategoryRow(2, 1, "Enclosures"), CategoryRow(3, 1, "Brackets")]
    services.import_taxonomy(actor=MACHINE, rows=rows)


def verify(person: Person) -> None:
    """Put the person's company into the state VERIFIED, past the onboarding that other tests cover."""
    fields = {"state": "VERIFIED", "headline": "Parts", "applied_at": AT, "verified_at": AT}
    VendorProfile.objects.update_or_create(organization=person.organization, defaults=fields)


@pytest.fixture
def vendor(categories: None, bruno: Person) -> Person:
    """Bruno with a verified company."""
    verify(bruno)
    return bruno


def draft(**changes: Any) -> ListingDraft:
    """A complete draft; ``changes`` replace fields."""
    fields: dict[str, Any] = {
        "sku": "HWP-1280",
        "title": "Die-cast enclosure IP67, 120×80×55 mm",
        "description": "Aluminium **ADC12**, powder coated.",
        "category_id": 2,
        "unit": "pcs",
        "moq": 50,
        "lead_time_days": 18,
        "stock": 400,
        "attributes": (Attribute("Material", "text", "ADC12"), Attribute("Wall thickness", "number", "2.5", "mm")),
        "prices": (Price("EUR", 50, Decimal("5.20")), Price("EUR", 2000, Decimal("4.12"))),
    }
    return ListingDraft(**{**fields, **changes})


@pytest.fixture
def made(vendor: Person) -> Callable[..., Listing]:
    """Create a listing of Bruno's; ``published=True`` puts it on the market."""

    def make(*, published: bool = False, by: Person = vendor, **changes: Any) -> Listing:
        content = draft(**changes)
        listing = services.create_listing(actor=by.actor, draft=content, key=f"make-{content.sku}", at=AT)
        if published:
            listing = services.publish_listing(actor=by.actor, listing_id=listing.id, at=AT)
        return listing

    return make


def upload(person: Person, name: str, content: bytes, purpose: str = "import") -> StoredFile:
    """A file of the person's company that has arrived."""
    return files.store(organization_id=person.organization.id, purpose=purpose, name=name, content=content, at=AT)


def workbook(rows: list[list[Any]]) -> bytes:
    """An XLSX file with these rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()
