"""A first word to a supplier, before there is anything to quote."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from marketplace.identity.policy import company
from marketplace.lib.actor import Actor, require
from messaging.services import open_thread
from vendors import policy
from vendors.queries import get_storefront

if TYPE_CHECKING:
    from messaging.models import Thread

SUBJECT = "SUPPLIER"
_OWN = "This is your own storefront. Buyers write to you from it."


def contact_vendor(*, actor: Actor, slug: str, at: datetime) -> "Thread":
    """The thread between the actor's company and a supplier on the market, made if there is none.

    Needs ``message.send``. Raises NotFound, NotAllowed (also at one's own storefront).
    """
    with transaction.atomic():
        vendor = get_storefront(actor, slug)
        require(policy.may_contact_vendor(actor, vendor), _OWN)
        return open_thread(
            actor=actor,
            subject_kind=SUBJECT,
            subject_ref=vendor.slug,
            title=f"{vendor.organization.name} and {actor.organization_name}",
            organization_ids=[company(actor), vendor.organization_id],
            at=at,
        )
