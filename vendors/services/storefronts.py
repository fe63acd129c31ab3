"""What a vendor does itself: apply, describe, prove, and ask to be verified."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from marketplace.identity.policy import company
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, Invalid, NotFound
from marketplace.outbox import idempotency
from marketplace.outbox.publishing import publish
from marketplace.storage import files
from vendors import policy
from vendors.content import NewCertificate, StorefrontContent, check_certificate, check_content
from vendors.events import StorefrontUpdated, VendorApplied, VendorSubmitted
from vendors.models import Certificate, VendorProfile
from vendors.states import VENDOR

MAX_CERTIFICATES = 40


class AlreadyApplied(Conflict):
    """The company has a storefront."""

    code = "already_applied"


def apply_as_vendor(*, actor: Actor, content: StorefrontContent, key: str, at: datetime) -> VendorProfile:
    """Open the storefront of the actor's company, unseen by the market until it is verified.

    Needs ``storefront.edit``. Raises NotAllowed, Invalid, AlreadyApplied. Publishes VendorApplied.
    """
    require(policy.may_edit_storefront(actor, actor.organization_id))
    with transaction.atomic():
        inputs = asdict(content)
        replay = idempotency.begin(actor=actor, service="vendors.apply_as_vendor", key=key, inputs=inputs)
        if replay.done:
            return VendorProfile.objects.get(pk=replay.result)
        check_content(content, year=at.year)
        profile, created = VendorProfile.objects.get_or_create(
            organization_id=company(actor), defaults={**_columns(content), "applied_at": at}
        )
        if not created:
            raise AlreadyApplied("Your company has a storefront already. Edit it instead.")
        publish(VendorApplied(organization_id=profile.organization_id))
        replay.finish(profile.id)
    return profile


def update_storefront(*, actor: Actor, content: StorefrontContent, at: datetime) -> VendorProfile:
    """Replace what the storefront says. Needs ``storefront.edit``.

    Raises NotFound, NotAllowed, Invalid. Publishes StorefrontUpdated if anything changed.
    """
    with transaction.atomic():
        profile = _own(actor)
        check_content(content, year=at.year)
        changed = [name for name, value in _columns(content).items() if getattr(profile, name) != value]
        for name in changed:
            setattr(profile, name, _columns(content)[name])
        if changed:
            profile.version += 1
            profile.save(update_fields=[*changed, "version"])
            publish(StorefrontUpdated(organization_id=profile.organization_id))
    return profile


def add_certificate(*, actor: Actor, certificate: NewCertificate, key: str, at: datetime) -> Certificate:
    """Show a certificate on the storefront. Needs ``storefront.edit``.

    Raises NotFound (also for a file that is not the vendor's), NotAllowed, Invalid. Publishes StorefrontUpdated.
    """
    with transaction.atomic():
        profile = _own(actor)
        inputs = asdict(certificate)
        replay = idempotency.begin(actor=actor, service="vendors.add_certificate", key=key, inputs=inputs)
        if replay.done:
            return Certificate.objects.get(pk=replay.result)
        check_certificate(certificate, today=at.date())
        if certificate.file_id is not None and not files.ready_ids(actor, [certificate.file_id]):
            raise NotFound
        if profile.certificates.count() >= MAX_CERTIFICATES:
            raise Invalid(f"A storefront shows up to {MAX_CERTIFICATES} certificates. Remove an old one first.")
        if profile.certificates.filter(name=certificate.name, number=certificate.number).exists():
            raise Invalid.field("number", "This certificate is on your storefront already.")
        made = Certificate.objects.create(
            vendor=profile,
            name=certificate.name.strip(),
            issuer=certificate.issuer.strip(),
            number=certificate.number.strip(),
            valid_until=certificate.valid_until,
            stored_file_id=certificate.file_id,
            added_at=at,
        )
        publish(StorefrontUpdated(organization_id=profile.organization_id))
        replay.finish(made.id)
    return made


def remove_certificate(*, actor: Actor, certificate_id: UUID) -> None:
    """Take a certificate off the storefront; a second call finds nothing to do. Needs ``storefront.edit``.

    Raises NotFound without a storefront, NotAllowed. Publishes StorefrontUpdated.
    """
    with transaction.atomic():
        profile = _own(actor)
        removed, _ = profile.certificates.filter(pk=certificate_id).delete()
        if removed:
            publish(StorefrontUpdated(organization_id=profile.organization_id))


def submit_for_verification(*, actor: Actor, at: datetime) -> VendorProfile:
    """Ask the operator to verify the storefront as it stands. Needs ``storefront.edit``.

    Raises NotFound, NotAllowed, WrongState, Invalid while the facts that operators check are missing.
    Publishes VendorSubmitted.
    """
    with transaction.atomic():
        profile = _own(actor)
        profile.state = VENDOR.advance(profile.state, "submit")
        if not profile.about.strip() or not profile.offers:
            raise Invalid("Tell what your company does and what it makes before you submit.")
        profile.submitted_at = at
        profile.save(update_fields=["state", "submitted_at"])
        publish(VendorSubmitted(organization_id=profile.organization_id))
    return profile


def _own(actor: Actor) -> VendorProfile:
    profile = VendorProfile.objects.locked().filter(organization_id=company(actor)).first()
    if profile is None:
        raise NotFound
    require(policy.may_edit_storefront(actor, profile.organization_id))
    return profile


def _columns(content: StorefrontContent) -> dict[str, Any]:
    columns = asdict(content) | {"languages": list(content.languages), "offers": list(content.offers)}
    return {name: value.strip() if isinstance(value, str) else value for name, value in columns.items()}
