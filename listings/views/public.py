"""What everybody sees: the product page and the drawn pictures."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views import View

from listings import queries, services
from listings.drawings import KINDS, draw
from listings.markdown import render
from listings.models import Listing
from listings.states import ListingState
from marketplace.lib.errors import NotFound
from marketplace.storage.images import picture_url
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen

_FOR_EVER = "public, max-age=31536000, immutable"
SEEDS = 256


class ListingScreen(Screen):
    """A product: pictures, prices for a quantity, facts, who sells it. Its price box answers htmx alone."""

    template_name = "listings/listing.html"
    fragment_name = "listings/parts/price.html"

    def get_context(self, request: MarketRequest, *, slug: str, **kwargs: Any) -> dict[str, Any]:
        """``?quantity=`` and ``?currency=`` choose the price."""
        listing = queries.get_listing(self.actor, slug)
        text = request.GET.get("quantity", "").replace(",", "").replace(" ", "")
        quantity = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
        offer = queries.offer(listing, currency=request.GET.get("currency", ""), quantity=quantity)
        return {
            "listing": listing,
            "offer": offer,
            "bars": queries.tier_ranges(offer) if offer else [],
            "current": offer.tiers.index(offer.price.tier) if offer and offer.price else -1,
            "pictures": [(picture_url(image.stored_file), image.alt) for image in listing.images.all()],
            "description": render(listing.description),
            "is_own": self.actor.belongs_to(listing.vendor_id),
            "may_moderate": self.actor.operates and self.actor.can("listing.moderate") and _is_published(listing),
        }


def _is_published(listing: Listing) -> bool:
    return listing.state == ListingState.PUBLISHED


class ModerateListing(Action):
    """A moderator takes a product off the market."""

    capability = "listing.moderate"
    form_class = forms.Form

    def perform(self, request: MarketRequest, form: Any, *, slug: str, **kwargs: Any) -> str:
        """Withdraw, and stay on the page."""
        listing = queries.get_listing(self.actor, slug)
        services.withdraw_listing(actor=self.actor, listing_id=listing.id, at=self.at)
        return f"/p/{slug}/"


class Drawing(View):
    """A drawn picture. The same address always answers the same bytes, so browsers keep it for ever."""

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        """SVG of ``kind-seed``; shown as an image only, so nothing in it could run."""
        kind, _, seed = name.rpartition("-")
        if kind not in KINDS or not seed.isdigit() or int(seed) >= SEEDS or str(int(seed)) != seed:
            raise NotFound
        response = HttpResponse(draw(kind, int(seed)), content_type="image/svg+xml")
        response["Cache-Control"] = _FOR_EVER
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response
