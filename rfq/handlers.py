"""Reactions to facts: matching suppliers are found, and mail goes to the people who have to act next."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse

from marketplace.identity.models import Membership, MembershipState, Organization
from marketplace.identity.outgoing_mail import queue_mail
from marketplace.lib import clock
from marketplace.lib.actor import Actor
from marketplace.outbox.registry import on
from rfq import events
from rfq.models import Quote, Rfq
from rfq.services import tell_matching_vendors

BUYERS = ("buyer.admin", "buyer.purchaser")
VENDORS = ("vendor.admin", "vendor.sales")


@on(events.RfqPosted)
def on_rfq_posted_tell_matching_vendors(event: events.RfqPosted) -> None:
    """List the request under “For you” for suppliers of its category."""
    tell_matching_vendors(actor=Actor.for_system("rfq.matching"), rfq_id=event.rfq_id, at=clock.now())


@on(events.VendorsInvited)
def on_vendors_invited_mail_them(event: events.VendorsInvited) -> None:
    """Those asked by name learn of it at once."""
    _mail(event, event.vendor_ids, VENDORS, "invited", "request-detail")


@on(events.QuoteSubmitted)
def on_quote_submitted_mail_buyer(event: events.QuoteSubmitted) -> None:
    """The first quote of each supplier; revisions show in the thread."""
    if event.version_no == 1:
        vendor = Organization.objects.get(pk=event.vendor_id)
        _mail(event, [event.buyer_id], BUYERS, "quoted", "rfq-compare", vendor=vendor)


@on(events.OfferCountered)
def on_offer_countered_mail_vendor(event: events.OfferCountered) -> None:
    """A counter-offer waits for an answer."""
    _mail(event, [event.vendor_id], VENDORS, "countered", "request-detail")


@on(events.RfqAwarded)
def on_rfq_awarded_mail_winner(event: events.RfqAwarded) -> None:
    """The winner; the others read their regret in the thread."""
    _mail(event, [event.vendor_id], VENDORS, "awarded", "request-detail", order_number=event.order_number)


@on(events.RfqCancelled)
def on_rfq_cancelled_mail_bidders(event: events.RfqCancelled) -> None:
    """Everybody who quoted learns why it was for nothing."""
    bidders = Quote.objects.filter(rfq_id=event.rfq_id, current_no__gt=0).values_list("vendor_id", flat=True)
    _mail(event, bidders, VENDORS, "cancelled", "request-detail", reason=event.reason)


def _mail(
    event: events.RfqEvent, companies: Iterable[object], roles: tuple[str, ...], name: str, url_name: str, **more: Any
) -> None:
    """Queue ``rfq/mail/<name>.txt`` to the people with ``roles`` in ``companies``."""
    rfq = Rfq.objects.select_related("buyer").get(pk=event.rfq_id)
    url = settings.PUBLIC_URL + reverse(url_name, args=[rfq.number])
    people = Membership.objects.filter(
        state=MembershipState.ACTIVE, roles__overlap=list(roles), organization_id__in=[str(one) for one in companies]
    )
    for membership in people.select_related("user").order_by("id"):
        context = {"rfq": rfq, "name": membership.user.name, "url": url, **more}
        queue_mail(to=membership.user.email, template=f"rfq/mail/{name}.txt", context=context, event_id=event.event_id)
