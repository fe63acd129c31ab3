"""Our companies' accounts at Stripe, as we remember them: looked up before they are made, made once."""

from uuid import UUID

from django.db import transaction

from escrow.gateways.models import Payer, Recipient
from escrow.gateways.port import RecipientAccount
from escrow.gateways.stripe.client import mode
from marketplace.lib import clock


def find_payer(organization_id: UUID | None) -> str:
    """A buyer's customer id, or nothing if it has never been about to pay."""
    if organization_id is None:
        return ""
    payer = Payer.objects.filter(organization_id=organization_id, mode=mode()).first()
    return payer.ref if payer else ""


def remember_payer(organization_id: UUID, ref: str) -> str:
    """Keep a buyer's customer id; of two made at once the first one counts."""
    with transaction.atomic(durable=True):
        payer, _ = Payer.objects.get_or_create(
            organization_id=organization_id, mode=mode(), defaults={"ref": ref, "created_at": clock.now()}
        )
    return payer.ref


def payer_organization(ref: str) -> UUID | None:
    """Whose customer id this is."""
    return Payer.objects.filter(ref=ref).values_list("organization_id", flat=True).first()


def find_recipient(organization_id: UUID | str) -> Recipient | None:
    """A vendor's account as last seen."""
    return Recipient.objects.filter(organization_id=organization_id, mode=mode()).first()


def remember_recipient(organization_id: UUID, seen: RecipientAccount) -> Recipient:
    """Keep what Stripe says of a vendor's account."""
    now = clock.now()
    state = {"is_ready": seen.is_ready, "missing": list(seen.missing), "trouble": "", "checked_at": now}
    with transaction.atomic():
        recipient, _ = Recipient.objects.update_or_create(
            organization_id=organization_id,
            mode=mode(),
            defaults=state,
            create_defaults={"ref": seen.ref, "created_at": now, **state},
        )
    return recipient


def recipient_organization(ref: str) -> UUID | None:
    """Whose account this is."""
    return Recipient.objects.filter(ref=ref).values_list("organization_id", flat=True).first()
