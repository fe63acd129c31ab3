"""Vendors' payout accounts: opened by the vendor, completed on the provider's pages, watched until they are ready."""

from uuid import UUID

from django.db import transaction

from escrow.gateways.events import RecipientChanged
from escrow.gateways.models import Recipient
from escrow.gateways.port import RecipientAccount, get_gateway
from escrow.gateways.stripe import accounts
from escrow.gateways.stripe.client import mode
from marketplace.lib.actor import Actor, require
from marketplace.outbox.publishing import publish

CAPABILITY = "payout.view"


def find(organization_id: UUID) -> Recipient | None:
    """A vendor's payout account as last seen, or None if it has not opened one."""
    return accounts.find_recipient(organization_id)


def ready_vendors() -> set[UUID]:
    """The vendors who can be paid now."""
    rows = Recipient.objects.filter(is_ready=True, mode=mode())
    return set(rows.values_list("organization_id", flat=True))


def begin_onboarding(*, actor: Actor, name: str, email: str, country: str, return_path: str) -> str:
    """Open the vendor's payout account if there is none; returns the provider's page where the vendor completes it.

    The vendor's finance and administrators. Talks to the provider, so it runs outside a transaction. Doing it again is
    the same account and a fresh page. Raises NotAllowed, GatewayRefused, GatewaySilent.
    """
    require(actor.sells and actor.can(CAPABILITY) and actor.organization_id is not None)
    gateway = get_gateway()
    organization_id = actor.organization_id
    assert organization_id is not None  # noqa: S101  # required above
    known = accounts.find_recipient(organization_id)
    if known is None:
        seen = gateway.create_recipient(organization_id=organization_id, name=name, email=email, country=country)
        known = accounts.remember_recipient(organization_id, seen)
    return gateway.onboarding_link(known.ref, return_path)


def check(*, ref: str) -> bool:
    """Ask the provider how a vendor's account stands, and keep the answer. False for an account of nobody's.

    Raises GatewaySilent. Publishes RecipientChanged when it became ready, or is not any more.
    """
    organization_id = accounts.recipient_organization(ref)
    if organization_id is None:
        return False
    seen = get_gateway().recipient(ref)
    _keep(organization_id, seen)
    return True


def check_own(*, actor: Actor) -> bool:
    """Ask how the vendor's own account stands; whether it is ready. The vendor's finance. Raises GatewaySilent."""
    require(actor.sells and actor.can(CAPABILITY) and actor.organization_id is not None)
    assert actor.organization_id is not None  # noqa: S101  # required above
    known = accounts.find_recipient(actor.organization_id)
    if known is None:
        return False
    seen = get_gateway().recipient(known.ref)
    _keep(actor.organization_id, seen)
    return seen.is_ready


def _keep(organization_id: UUID, seen: RecipientAccount) -> None:
    with transaction.atomic():
        before = accounts.find_recipient(organization_id)
        accounts.remember_recipient(organization_id, seen)
        if before is None or before.is_ready != seen.is_ready:
            publish(RecipientChanged(organization_id=organization_id, is_ready=seen.is_ready))


def note_trouble(*, ref: str, text: str) -> bool:
    """Tell the vendor that its own bank made difficulties, until its account is checked again."""
    return bool(Recipient.objects.filter(ref=ref).update(trouble=text))
