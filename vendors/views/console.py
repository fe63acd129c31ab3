"""The operator's verification queue: evidence left, checklist and decision right."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from marketplace.identity.countries import NAMES
from marketplace.lib.errors import NotFound
from marketplace.storage import files
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Door, Screen
from vendors import policy, queries, services
from vendors.forms import ReasonForm
from vendors.states import VENDOR


class VerificationQueue(Screen):
    """Who waits, longest first, and what was decided lately."""

    template_name = "vendors/queue.html"
    capability = "market.view"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """Two lists."""
        return {"waiting": queries.queue(self.actor), "decided": queries.decided(self.actor)}


class ReviewVendor(Screen):
    """Everything about one vendor, and the decision."""

    template_name = "vendors/review.html"
    capability = "market.view"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The evidence, and what this operator may decide now."""
        found = queries.review(self.actor, kwargs["slug"])
        state, organization = found.vendor.state, found.vendor.organization
        return {
            "review": found,
            "vendor": found.vendor,
            "country": NAMES.get(organization.country, organization.country),
            "may_decide": policy.may_verify(self.actor) and VENDOR.allows(state, "verify"),
            "may_suspend": policy.may_suspend(self.actor) and VENDOR.allows(state, "suspend"),
            "may_reinstate": policy.may_suspend(self.actor) and VENDOR.allows(state, "reinstate"),
            "form": ReasonForm(),
        }


class VerifyVendor(Action):
    """Onto the market."""

    capability = "vendor.verify"

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Verify and go to the next one."""
        vendor = services.verify_vendor(actor=self.actor, slug=kwargs["slug"], at=self.at)
        messages.info(request, f"{vendor} is verified and on the market.")
        return reverse("verification-queue")


class RejectVendor(Action):
    """Back to the vendor with a reason."""

    form_class = ReasonForm
    screen = ReviewVendor
    capability = "vendor.verify"

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Reject and go to the next one."""
        reason = form.cleaned_data["reason"]
        vendor = services.reject_vendor(actor=self.actor, slug=kwargs["slug"], reason=reason, at=self.at)
        messages.info(request, f"{vendor} is rejected and told why.")
        return reverse("verification-queue")


class SuspendVendor(Action):
    """Off the market at once."""

    form_class = ReasonForm
    screen = ReviewVendor
    capability = "vendor.suspend"

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Suspend and stay."""
        reason = form.cleaned_data["reason"]
        vendor = services.suspend_vendor(actor=self.actor, slug=kwargs["slug"], reason=reason, at=self.at)
        messages.info(request, f"{vendor} is suspended; its storefront and products are gone from the market.")
        return reverse("vendor-review", args=[vendor.slug])


class ReinstateVendor(Action):
    """Back on the market."""

    capability = "vendor.suspend"

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Reinstate and stay."""
        vendor = services.reinstate_vendor(actor=self.actor, slug=kwargs["slug"], at=self.at)
        messages.info(request, f"{vendor} is back on the market.")
        return reverse("vendor-review", args=[vendor.slug])


class CertificateCopy(Door):
    """The copy of a certificate, for those who verify."""

    capability = "market.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send on to a signed link."""
        found = queries.review(self.actor, kwargs["slug"])
        for certificate in found.vendor.certificates.all():
            if certificate.id == kwargs["certificate_id"] and certificate.stored_file is not None:
                return redirect(files.download_url(certificate.stored_file))
        raise NotFound
