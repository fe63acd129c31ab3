"""What everybody sees: the directory and the storefronts of verified suppliers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views import View

from marketplace.identity.countries import NAMES
from marketplace.web.parts import initials
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen
from vendors import queries, services, slots
from vendors.drawing import banner
from vendors.forms import DirectoryForm
from vendors.states import VendorState

TABS = {"products": "Products", "company": "Company", "certificates": "Certificates", "terms": "Shipping and terms"}


class Storefront(Screen):
    """A supplier's page at its own address; the tab is part of the address."""

    template_name = "vendors/storefront.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The storefront and its tab. Unverified ones only for their owner and operators."""
        tab = kwargs.get("tab", "products")
        if tab not in TABS:
            raise Http404
        vendor = queries.get_storefront(self.actor, kwargs["slug"])
        organization = vendor.organization
        certificates = list(vendor.certificates.all())
        context: dict[str, Any] = {
            "vendor": vendor,
            "organization": organization,
            "certificates": certificates,
            "country": NAMES.get(organization.country, organization.country),
            "mark": initials(organization.name),
            "tab": tab,
            "tabs": _tabs(organization.slug, tab, len(certificates)),
            "is_own": self.actor.belongs_to(organization.id),
        }
        if tab == "products":
            part = slots.products_part(self.actor, organization, request.GET.dict())
            context |= {"part": part, **part.context}
        return context


def _tabs(slug: str, current: str, certificates: int) -> list[dict[str, Any]]:
    return [
        {
            "label": f"{label} ({certificates})" if name == "certificates" and certificates else label,
            "url": reverse("storefront", args=[slug])
            if name == "products"
            else reverse("storefront-tab", args=[slug, name]),
            "current": name == current,
        }
        for name, label in TABS.items()
    ]


class Banner(View):
    """The drawn skyline of a storefront: it follows from the address alone, so browsers may keep it."""

    def get(self, request: HttpRequest, word: str) -> HttpResponse:
        """An SVG."""
        response = HttpResponse(banner(word), content_type="image/svg+xml")
        response["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


class ContactSupplier(Action):
    """Open the thread between the actor's company and this supplier."""

    capability = "message.send"

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Make or find the thread and go there."""
        thread = services.contact_vendor(actor=self.actor, slug=kwargs["slug"], at=self.at)
        return reverse("thread", args=[thread.code])


class Directory(Screen):
    """All verified suppliers by name, filtered by country and words."""

    template_name = "vendors/directory.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """A page of suppliers and the countries to choose from."""
        form = DirectoryForm(request.GET)
        chosen = form.cleaned_data if form.is_valid() else {"q": "", "country": "", "after": ""}
        page = queries.directory(country=chosen["country"], text=chosen["q"], after=chosen["after"])
        keep = {name: chosen[name] for name in ("q", "country") if chosen[name]}
        if not page.suppliers and chosen["after"]:
            messages.info(request, "There are no further suppliers.")
        return {
            "page": page,
            "chosen": chosen,
            "countries": [(code, NAMES.get(code, code), count) for code, count in queries.countries()],
            "next_url": f"?{urlencode({**keep, 'after': page.following})}" if page.following else "",
            "verified": VendorState.VERIFIED,
        }
