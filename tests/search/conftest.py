"""A small market to search: two verified vendors, categories of two levels, seven listings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.core.cache import cache

from listings import services as listings
from listings.content import Attribute, Price
from listings.models import Listing
from listings.taxonomy import CategoryRow, forget_tree
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person
from tests.listings.conftest import AT, MACHINE, draft, verify

Publish = Callable[..., Listing]


@dataclass(frozen=True)
class Market:
    """The listings by a short name."""

    ids: dict[str, UUID]

    def names(self, ids: object) -> list[str]:
        """Short names of these ids, in their order."""
        short = {key: name for name, key in self.ids.items()}
        return [short[one] for one in ids]  # type: ignore[attr-defined]  # any sequence of ids


ROWS = {
    # name: (who, sku, title, category, price, currency, stock)
    "box": ("bruno", "NM-1280", "Die-cast enclosure IP67", 2, "4.12", "EUR", 400),
    "big box": ("bruno", "NM-2400", "Steel enclosure large", 2, "41.00", "EUR", 0),
    "bracket": ("bruno", "NM-BL2", "Mounting bracket for enclosure", 3, "0.91", "EUR", 9000),
    "sink": ("carla", "HWP-HS88", "Extruded heat sink", 4, "2.36", "EUR", 0),
    "gland": ("carla", "HWP-G25", "Cable gland M25 brass", 4, "0.58", "USD", 100),
    "panel": ("carla", "HWP-P34", "Cut-out panel", 3, "6.80", "EUR", 0),
}


@pytest.fixture
def publish(db: None, bruno: Person, carla: Person) -> Publish:
    """Publish one listing and let the index follow."""
    people = {"bruno": bruno, "carla": carla}

    def _publish(
        who: str, sku: str, title: str, category: int, price: str, currency: str, stock: int, minutes: int = 0
    ) -> Listing:
        actor, at = people[who].actor, AT + timedelta(minutes=minutes)
        content = draft(
            sku=sku, title=title, category_id=category, stock=stock, moq=1, description="",
            attributes=(Attribute("Material", "text", "ADC12"),), prices=(Price(currency, 1, Decimal(price)),),
        )  # fmt: skip
        made = listings.create_listing(actor=actor, draft=content, key=f"make-{sku}", at=at)
        listings.publish_listing(actor=actor, listing_id=made.id, at=at)
        drain_until_empty()
        return made

    return _publish


@pytest.fixture
def market(publish: Publish, bruno: Person, carla: Person) -> Market:
    """Six listings, a minute apart."""
    cache.clear()
    forget_tree()
    listings.import_taxonomy(
        actor=MACHINE,
        rows=[
            CategoryRow(1, None, "Metal parts"), CategoryRow(2, 1, "Enclosures"), CategoryRow(3, 1, "Brackets"),
            CategoryRow(4, None, "Electrical"),
        ],
    )  # fmt: skip
    verify(bruno)
    verify(carla)
    return Market({name: publish(*row, minutes=index).id for index, (name, row) in enumerate(ROWS.items())})
