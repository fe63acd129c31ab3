"""What follows from facts about vendors: mail to the people of the company, fresh counts in the directory."""

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from marketplace.identity.models import Membership, MembershipState
from marketplace.identity.outgoing_mail import queue_mail
from marketplace.outbox.registry import on
from vendors.events import (
    VendorDecided,
    VendorFact,
    VendorReinstated,
    VendorRejected,
    VendorSubmitted,
    VendorSuspended,
    VendorVerified,
)
from vendors.models import VendorProfile
from vendors.queries import forget_countries


@on(VendorVerified)
def on_vendor_verified_tell_vendor(event: VendorVerified) -> None:
    """The storefront is public: say where."""
    _tell(event, "vendors/mail/verified.txt", "storefront")


@on(VendorRejected)
def on_vendor_rejected_tell_vendor(event: VendorRejected) -> None:
    """Say what to mend."""
    _tell(event, "vendors/mail/rejected.txt", "storefront-edit")


@on(VendorSuspended)
def on_vendor_suspended_tell_vendor(event: VendorSuspended) -> None:
    """Say why the storefront is gone."""
    _tell(event, "vendors/mail/suspended.txt", "storefront-edit")


@on(VendorReinstated)
def on_vendor_reinstated_tell_vendor(event: VendorReinstated) -> None:
    """Say that the storefront is back."""
    _tell(event, "vendors/mail/reinstated.txt", "storefront")


@on(VendorSubmitted)
def on_vendor_submitted_tell_operators(event: VendorSubmitted) -> None:
    """Those who verify learn that somebody waits."""
    vendor = _vendor(event)
    url = settings.PUBLIC_URL + reverse("vendor-review", args=[vendor.slug])
    operators = _people("operator.admin", "operator.moderator").filter(organization__can_operate=True)
    for membership in operators:
        context = {"vendor": vendor, "name": membership.user.name, "url": url}
        queue_mail(
            to=membership.user.email,
            template="vendors/mail/submitted.txt",
            context=context,
            event_id=event.event_id,
        )


def _tell(event: VendorDecided, template: str, url_name: str) -> None:
    forget_countries()
    vendor = _vendor(event)
    url = settings.PUBLIC_URL + reverse(url_name, args=[vendor.slug] if url_name == "storefront" else [])
    for membership in _people("vendor.admin").filter(organization_id=event.organization_id):
        context = {"vendor": vendor, "name": membership.user.name, "reason": event.reason, "url": url}
        queue_mail(to=membership.user.email, template=template, context=context, event_id=event.event_id)


def _people(*roles: str) -> QuerySet[Membership]:
    found = Membership.objects.filter(state=MembershipState.ACTIVE, roles__overlap=list(roles))
    return found.select_related("user").order_by("id")


def _vendor(event: VendorFact) -> VendorProfile:
    return VendorProfile.objects.select_related("organization").get(organization_id=event.organization_id)
