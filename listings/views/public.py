"""What everybody sees: the product page and the drawn pictures."""

from typing import Any

from django import forms
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views import View

from listings import queries, services
from listings.drawings import KINDS, draw
from listings.markdown import render
from listings.models import Listing
from listings.states import ListingState
from marketplace.lib.errors import NotFound
from marketplace.storage.images import picture_url
from marketplace.web.request import MarketRequest, wants_fragment
from marketplace.web.views import Action, Screen

_FOR_EVER = "public, max-age=31536000, immutable"
SEEDS = 256
_KEPT_SECONDS = 300


class ListingScreen(Screen):
    """A product: pictures, prices for a quantity, facts, who sells it. Its price box answers htmx alone."""

    template_name = "listings/listing.html"
    fragment_name = "listings/parts/price.html"

    def get_context(self, request: MarketRequest, *, slug: str, **kwargs: Any) -> dict[str, Any]:
        """``?quantity=`` and ``?currency=`` choose the price. Strangers get the product ready from the cache."""
        if wants_fragment(request):
            return self._details(slug)
        if self.actor.is_anonymous and not request.GET:
            heading = queries.get_heading(slug)
            return {"title": heading.title, "vendor": heading.vendor, "product": self._for_strangers(slug, heading)}
        details = self._details(slug)
        listing = details["listing"]
        return {"title": listing.title, "vendor": listing.vendor.name, "product": self._drawn(details)}

    def _for_strangers(self, slug: str, heading: queries.Heading) -> SafeString:
        """The same for all of them until the listing changes; the supplier's facts may be minutes old."""
        key = f"listings:product:{heading.id}:{heading.version}"
        product: SafeString | None = cache.get(key)
        if product is None:
            product = self._drawn(self._details(slug))
            cache.set(key, product, _KEPT_SECONDS)
        return product

    def _drawn(self, details: dict[str, Any]) -> SafeString:
        return render_to_string("listings/product.html", details, self.request)

    def _details(self, slug: str) -> dict[str, Any]:
        listing = queries.get_listing(self.actor, slug)
        text = self.request.GET.get("quantity", "").replace(",", "").replace(" ", "")
        quantity = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
        offer = queries.offer(listing, currency=self.request.GET.get("currency", ""), quantity=quantity)
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
