"""The vendor's own catalogue: the table, the editor, publishing, pictures."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.urls import reverse

from listings import queries, services
from listings.forms import BulkForm, ImageForm, ListingForm
from listings.models import Listing
from listings.states import LISTING, ListingState
from marketplace.lib.errors import Conflict
from marketplace.storage import files
from marketplace.storage.images import picture_url
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen


class Catalogue(Screen):
    """All products of the company, dense; filter by state, find by SKU or title."""

    capability = "listing.view"
    template_name = "listings/catalogue.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """``?state=``, ``?q=`` and the keyset cursor ``?after=``."""
        state, text = request.GET.get("state", ""), request.GET.get("q", "").strip()
        page = queries.catalogue_page(self.actor, state=state, text=text, after=request.GET.get("after", ""))
        kept = {name: value for name, value in (("state", state), ("q", text)) if value}
        return {
            "page": page,
            "state": state,
            "text": text,
            "states": [(one.value, one.label, page.counts[one.value]) for one in ListingState],
            "total": sum(page.counts.values()),
            "next_url": f"?{urlencode({**kept, 'after': page.following})}" if page.following else "",
            "may_edit": self.actor.can("listing.edit"),
        }


class ChangeListings(Action):
    """Publish or withdraw the ticked products: all, or none and why."""

    capability = "listing.edit"
    form_class = BulkForm
    screen = Catalogue

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """One service call for all of them."""
        ids = queries.own_ids(self.actor, form.cleaned_data["slugs"])
        change = services.publish_listings if form.cleaned_data["do"] == "publish" else services.withdraw_listings
        changed = change(actor=self.actor, listing_ids=ids, at=self.at)
        done = "on the market" if form.cleaned_data["do"] == "publish" else "withdrawn"
        messages.success(request, f"{len(changed)} product{'' if len(changed) == 1 else 's'} {done}")
        return reverse("catalogue")


class ListingEditor(Screen):
    """The form for one product, new or known."""

    capability = "listing.view"
    template_name = "listings/editor.html"

    def get_context(self, request: MarketRequest, *, slug: str = "", **kwargs: Any) -> dict[str, Any]:
        """The stored product beside its form."""
        may_edit = self.actor.can("listing.edit")
        if not slug:
            return {"listing": None, "may_edit": may_edit}
        listing = queries.get_own_listing(self.actor, slug)
        return {
            "listing": listing,
            "may_edit": may_edit,
            "may_publish": may_edit and LISTING.allows(listing.state, "publish"),
            "may_withdraw": may_edit and LISTING.allows(listing.state, "withdraw"),
            "pictures": [(image, picture_url(image.stored_file, 320)) for image in listing.images.all()],
            "image_form": ImageForm(),
        }


class CreateListing(Action):
    """A new product."""

    capability = "listing.edit"
    screen = ListingEditor

    def get_form(self, request: MarketRequest, data: Any = None, files: Any = None, **kwargs: Any) -> ListingForm:
        """Blank, with rows in the company's currency."""
        return ListingForm(data)

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Save the draft and open it."""
        listing = services.create_listing(actor=self.actor, draft=form.draft, key=self.key, at=self.at)
        messages.success(request, f"{listing.sku} saved as a draft")
        return reverse("catalogue-listing", args=[listing.slug])


class UpdateListing(Action):
    """The whole content of a known product."""

    capability = "listing.view"
    screen = ListingEditor

    def get_form(
        self, request: MarketRequest, data: Any = None, files: Any = None, *, slug: str = "", **kwargs: Any
    ) -> ListingForm:
        """Filled with what is stored."""
        listing = queries.get_own_listing(self.actor, slug)
        return ListingForm(data, listing=listing, currency=listing.from_currency or "EUR")

    def perform(self, request: MarketRequest, form: Any, *, slug: str, **kwargs: Any) -> str:
        """Save, and stay."""
        listing = queries.get_own_listing(self.actor, slug)
        version = form.cleaned_data["version"] or 0
        services.update_listing(actor=self.actor, listing_id=listing.id, draft=form.draft, version=version, at=self.at)
        messages.success(request, f"{form.draft.sku} saved")
        return reverse("catalogue-listing", args=[slug])


class _OneListing(Action):
    """A button beside the editor."""

    capability = "listing.edit"
    form_class = forms.Form

    def listing(self, slug: str) -> Listing:
        """The company's own product at this address."""
        return queries.get_own_listing(self.actor, slug)

    def back(self, slug: str) -> str:
        """The editor."""
        return reverse("catalogue-listing", args=[slug])


class PublishListing(_OneListing):
    """Put the product on the market; what is missing is told above the editor."""

    def perform(self, request: MarketRequest, form: Any, *, slug: str, **kwargs: Any) -> str:
        """Publish."""
        services.publish_listing(actor=self.actor, listing_id=self.listing(slug).id, at=self.at)
        messages.success(request, "On the market")
        return self.back(slug)


class WithdrawListing(_OneListing):
    """Take the product off the market."""

    def perform(self, request: MarketRequest, form: Any, *, slug: str, **kwargs: Any) -> str:
        """Withdraw."""
        services.withdraw_listing(actor=self.actor, listing_id=self.listing(slug).id, at=self.at)
        messages.success(request, "Withdrawn. Buyers no longer see it.")
        return self.back(slug)


class AddImage(_OneListing):
    """One more picture."""

    form_class = ImageForm

    def perform(self, request: MarketRequest, form: Any, *, slug: str, **kwargs: Any) -> str:
        """Keep the bytes, then add them to the gallery."""
        sent = form.cleaned_data["image"]
        if self.actor.organization_id is None:
            raise Conflict("Choose the company that you act for.")
        stored = files.store(
            organization_id=self.actor.organization_id,
            purpose="listing-image",
            name=sent.name,
            content=sent.read(),
            at=self.at,
        )
        services.add_image(
            actor=self.actor,
            listing_id=self.listing(slug).id,
            file_id=stored.id,
            alt=form.cleaned_data["alt"],
            key=self.key,
            at=self.at,
        )
        return self.back(slug)


class RemoveImage(_OneListing):
    """Take a picture out of the gallery."""

    def perform(self, request: MarketRequest, form: Any, *, slug: str, image_id: UUID, **kwargs: Any) -> str:
        """Remove."""
        services.remove_image(actor=self.actor, listing_id=self.listing(slug).id, image_id=image_id, at=self.at)
        return self.back(slug)
