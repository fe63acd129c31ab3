"""The vendor's own pages: the application, the storefront editor, certificates."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from marketplace.lib.errors import NotAllowed
from marketplace.storage import files
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen
from vendors import policy, queries, services
from vendors.content import NewCertificate
from vendors.forms import CertificateForm, StorefrontForm
from vendors.states import VENDOR


class ApplyScreen(Screen):
    """How selling works here, and the application of a company that may sell."""

    template_name = "vendors/sell.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The form, for those who may send it."""
        may_apply = policy.may_edit_storefront(self.actor, self.actor.organization_id)
        applied = queries.find_own(self.actor) if self.actor.sells else None
        return {"may_apply": may_apply and applied is None, "applied": applied}


class ApplyAsVendor(Action):
    """Send the application."""

    form_class = StorefrontForm
    screen = ApplyScreen

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Open the storefront and go on with its proofs."""
        if self.actor.is_anonymous:
            raise NotAllowed("Sign in with your company's account to apply.")
        services.apply_as_vendor(actor=self.actor, content=form.content, key=self.key, at=self.at)
        messages.info(request, "Your storefront is drafted. Add your certificates, then submit it for verification.")
        return reverse("storefront-edit")


class EditorScreen(Screen):
    """The storefront as its owner edits it."""

    template_name = "vendors/editor.html"
    capability = "storefront.edit"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A company that has not applied yet starts there."""
        if queries.find_own(self.actor) is None:
            return redirect("sell")
        return super().get(request, *args, **kwargs)

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The storefront, what was decided last, and what may happen next."""
        vendor = queries.get_own(self.actor)
        return {
            "vendor": vendor,
            "form": StorefrontForm(initial=StorefrontForm.initial_of(vendor)),
            "certificate_form": CertificateForm(),
            "certificates": vendor.certificates.all(),
            "last_decision": next(iter(vendor.decisions.all()), None),
            "may_submit": VENDOR.allows(vendor.state, "submit"),
        }


class UpdateStorefront(Action):
    """Save what the storefront says."""

    form_class = StorefrontForm
    screen = EditorScreen
    capability = "storefront.edit"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The editor, filled in."""
        return EditorScreen.as_view()(request, *args, **kwargs)  # type: ignore[return-value]  # a Screen answers HttpResponse

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Save and stay."""
        services.update_storefront(actor=self.actor, content=form.content, at=self.at)
        messages.info(request, "The storefront is saved.")
        return reverse("storefront-edit")


class AddCertificate(Action):
    """Add a proof, with or without its copy."""

    form_class = CertificateForm
    form_name = "certificate_form"
    screen = EditorScreen
    capability = "storefront.edit"

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Keep the copy first: files are written outside transactions."""
        certificate: NewCertificate = form.certificate
        copy = form.cleaned_data["copy"]
        if copy is not None:
            stored = files.store(
                organization_id=self.actor.organization_id,
                purpose="certificate",
                name=copy.name,
                content=copy.read(),
                at=self.at,
            )
            certificate = replace(certificate, file_id=stored.id)
        services.add_certificate(actor=self.actor, certificate=certificate, key=self.key, at=self.at)
        return reverse("storefront-edit") + "#certificates"


class RemoveCertificate(Action):
    """Take a proof off."""

    capability = "storefront.edit"

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Remove and stay."""
        services.remove_certificate(actor=self.actor, certificate_id=kwargs["certificate_id"])
        return reverse("storefront-edit") + "#certificates"


class SubmitForVerification(Action):
    """Ask the operator."""

    capability = "storefront.edit"

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Submit and stay."""
        services.submit_for_verification(actor=self.actor, at=self.at)
        messages.info(request, "Submitted. We usually decide within one working day and write to you.")
        return reverse("storefront-edit")
