"""Who is told of an open request: verified suppliers with published listings in its category."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from listings import queries as listings
from marketplace.lib.actor import Actor
from rfq.models import Rfq, RfqInvitation
from rfq.states import InvitationSource, RfqState, Visibility

MAX_MATCHES = 50


def tell_matching_vendors(*, actor: Actor, rfq_id: UUID, at: datetime) -> int:
    """List a posted open request under Matching for suppliers of its category; returns how many are new.

    Idempotent; for the system. Called by the handler of RfqPosted.
    """
    with transaction.atomic():
        rfq = Rfq.objects.visible_to(actor).locked().select_related("category").get(pk=rfq_id)
        if rfq.state != RfqState.OPEN or rfq.visibility != Visibility.OPEN or rfq.category is None:
            return 0
        told = set(rfq.invitations.values_list("vendor_id", flat=True)) | {rfq.buyer_id}
        vendors = listings.vendors_in_category(rfq.category.path, limit=MAX_MATCHES)
        fresh = [vendor_id for vendor_id in vendors if vendor_id not in told]
        RfqInvitation.objects.bulk_create(
            RfqInvitation(rfq=rfq, vendor_id=vendor_id, source=InvitationSource.MATCHED, told_at=at)
            for vendor_id in fresh
        )
    return len(fresh)
