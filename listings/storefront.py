"""The Products tab of a storefront: a vendor's published listings with filters, by keyset pages.

Vendors stand below listings, so the tab is handed to them through ``vendors.slots``.
"""

from collections.abc import Mapping
from urllib.parse import urlencode

from listings import queries
from listings.cards import at_quantity
from listings.queries import CardRow, card_row
from marketplace.identity.models import Organization
from marketplace.lib.actor import Actor
from vendors.slots import Part

BANDS = ((0, "Best price"), (1, "1–999"), (1000, "1,000–4,999"), (5000, "5,000+"))


def products(actor: Actor, organization: Organization, query: Mapping[str, str]) -> Part:
    """The tab for ``?category=`` (slug), ``?stock=1``, ``?band=`` (quantity), the cursor ``?after=``. 3 queries."""
    category, stocked = query.get("category", ""), query.get("stock") == "1"
    band = next((start for start, _ in BANDS if str(start) == query.get("band")), 0)
    page = queries.vendor_products(
        actor, organization.id, category=category, in_stock=stocked, after=query.get("after", "")
    )
    kept = {"category": category, "stock": "1" if stocked else "", "band": str(band) if band else ""}

    def address(**changes: str) -> str:
        return "?" + urlencode({name: value for name, value in {**kept, **changes}.items() if value})

    return Part(
        "listings/storefront_products.html",
        {
            "cards": [_card(row, band) for row in page.rows],
            "total": page.total,
            "categories": [
                (name, count, slug == category, address(category="" if slug == category else slug))
                for slug, name, count in page.categories
            ],
            "stock": (stocked, page.in_stock, address(stock="" if stocked else "1")),
            "bands": [(label, start == band, address(band=str(start) if start else "")) for start, label in BANDS],
            "next_url": address(after=page.following) if page.following else "",
        },
    )


def _card(row: queries.ProductRow, band: int) -> CardRow:
    return card_row(row.slug, row.title, at_quantity(row.card, band) if band else row.card)
