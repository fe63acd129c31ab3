"""Between a draft and the rows that hold it: shared by the single writers and the import."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from listings import policy
from listings.addresses import drawing_seed
from listings.cards import make_card
from listings.content import Attribute, ListingDraft, Price
from listings.drawings import drawing_path, kind_for
from listings.models import Category, Listing, PriceTier
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Invalid, NotAllowed, NotFound
from marketplace.storage.images import picture_url

CARD_WIDTH = 320
# The columns that a revision replaces; an import's upsert names the same ones.
CONTENT_COLUMNS = (
    "title",
    "description",
    "category",
    "unit",
    "moq",
    "lead_time_days",
    "stock",
    "attributes",
    "drawing",
    "from_price_minor",
    "from_currency",
    "card",
    "version",
    "updated_at",
)


def fill(
    listing: Listing, draft: ListingDraft, *, category: Category | None, home_currency: str, image: str, at: datetime
) -> None:
    """Put ``draft`` into the columns of ``listing`` (not saved). ``image`` "" stands for the drawn picture."""
    if not listing.drawing or (category and category.id != listing.category_id):
        listing.drawing = f"{kind_for(category.slug if category else '', draft.title)}-{drawing_seed(draft.sku)}"
    card = make_card(draft, home_currency=home_currency, image=image or drawing_path(listing.drawing))
    listing.sku = draft.sku
    listing.title = draft.title
    listing.description = draft.description
    listing.category = category
    listing.unit = draft.unit
    listing.moq = draft.moq
    listing.lead_time_days = draft.lead_time_days
    listing.stock = draft.stock
    listing.attributes = [attribute.as_json() for attribute in draft.attributes]
    listing.from_price_minor = card.from_price_minor
    listing.from_currency = card.from_currency
    listing.card = card.body
    listing.updated_at = at


def tier_rows(listing: Listing, prices: Iterable[Price]) -> list[PriceTier]:
    """Unsaved price rows of ``listing``."""
    return [
        PriceTier(
            listing=listing, currency=price.currency, min_quantity=price.min_quantity, unit_price=price.unit_price
        )
        for price in prices
    ]


def draft_of(listing: Listing) -> ListingDraft:
    """The stored content as a draft. Reads the tiers."""
    return ListingDraft(
        sku=listing.sku,
        title=listing.title,
        description=listing.description,
        category_id=listing.category_id,
        unit=listing.unit,
        moq=listing.moq,
        lead_time_days=listing.lead_time_days,
        stock=listing.stock,
        attributes=tuple(Attribute(**attribute) for attribute in listing.attributes),
        prices=tuple(Price(tier.currency, tier.min_quantity, tier.unit_price) for tier in listing.tiers.all()),
    )


def own_catalogue(actor: Actor) -> UUID:
    """The company whose catalogue the actor edits. Raises NotAllowed where they may not, or act for none."""
    require(policy.may_edit_catalogue(actor, actor.organization_id))
    if actor.organization_id is None:
        raise NotAllowed("Choose the company that you act for.")
    return actor.organization_id


def locked_listing(listing_id: UUID) -> Listing:
    """The listing with its row locked. Raises NotFound."""
    listing = Listing.objects.locked().select_related("vendor", "category").filter(pk=listing_id).first()
    if listing is None:
        raise NotFound
    return listing


def category_of(draft: ListingDraft) -> Category | None:
    """The draft's category. Raises Invalid if it does not exist."""
    if draft.category_id is None:
        return None
    category = Category.objects.filter(pk=draft.category_id).first()
    if category is None:
        raise Invalid.field("category", "This category does not exist. Choose another.")
    return category


def picture_of(listing: Listing) -> str:
    """The address of the first photo, or "" where there is none."""
    image = listing.images.select_related("stored_file").order_by("position", "id").first()
    return picture_url(image.stored_file, CARD_WIDTH) if image else ""
