"""The pages of a buying company: delivery addresses and saved suppliers."""

from typing import Any

from django.contrib import messages
from django.urls import reverse

from buyers import policy, queries, services
from buyers.forms import AddressForm
from marketplace.identity.countries import NAMES
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen


class Addresses(Screen):
    """Where goods go."""

    template_name = "buyers/addresses.html"
    capability = "rfq.view"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The addresses, and the form for those who may add one."""
        return {
            "addresses": [(one, NAMES.get(one.country, one.country)) for one in queries.addresses(self.actor)],
            "may_edit": policy.may_edit_addresses(self.actor, self.actor.organization_id),
            "form": AddressForm(),
        }


class AddAddress(Action):
    """Keep another address."""

    form_class = AddressForm
    screen = Addresses
    capability = "rfq.view"

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Add and show all."""
        services.add_address(
            actor=self.actor,
            address=form.address,
            is_default=form.cleaned_data["is_default"],
            key=self.key,
            at=self.at,
        )
        return reverse("addresses")


class SetDefaultAddress(Action):
    """New requests start from this one."""

    capability = "rfq.view"

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Change and show all."""
        services.set_default_address(actor=self.actor, address_id=kwargs["address_id"])
        return reverse("addresses")


class RemoveAddress(Action):
    """Take an address away."""

    capability = "rfq.view"

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Remove and show the rest."""
        services.remove_address(actor=self.actor, address_id=kwargs["address_id"], at=self.at)
        return reverse("addresses")


class SavedVendors(Screen):
    """Suppliers at hand."""

    template_name = "buyers/saved_vendors.html"
    capability = "rfq.view"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """Those on the market."""
        return {"saved": queries.saved_vendors(self.actor)}


class SaveVendor(Action):
    """Keep a supplier at hand."""

    capability = "rfq.view"

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Save and stay on the storefront."""
        saved = services.save_vendor(actor=self.actor, slug=kwargs["slug"], at=self.at)
        messages.info(request, f"{saved.vendor} is among your saved suppliers.")
        return reverse("storefront", args=[kwargs["slug"]])


class UnsaveVendor(Action):
    """Forget a supplier."""

    capability = "rfq.view"

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Forget and show the rest."""
        services.unsave_vendor(actor=self.actor, slug=kwargs["slug"])
        return reverse("saved-suppliers")
