"""What operators decide about a vendor. Each decision is a row that says who, when and why."""

from datetime import datetime

from django.db import transaction

from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Invalid, NotFound
from marketplace.outbox.publishing import publish
from vendors import policy
from vendors.events import VendorDecided, VendorReinstated, VendorRejected, VendorSuspended, VendorVerified
from vendors.models import VendorProfile, VerificationDecision
from vendors.states import VENDOR, Decision, VendorState

_FACTS: dict[Decision, type[VendorDecided]] = {
    Decision.VERIFY: VendorVerified,
    Decision.REJECT: VendorRejected,
    Decision.SUSPEND: VendorSuspended,
    Decision.REINSTATE: VendorReinstated,
}


def verify_vendor(*, actor: Actor, slug: str, at: datetime) -> VendorProfile:
    """Let a vendor that waits in review onto the market. Operators with ``vendor.verify``.

    Raises NotFound, NotAllowed, WrongState. Publishes VendorVerified.
    """
    return _decide(actor, slug, Decision.VERIFY, "", at)


def reject_vendor(*, actor: Actor, slug: str, reason: str, at: datetime) -> VendorProfile:
    """Refuse an application with a reason that the vendor reads; it may be mended. Operators with ``vendor.verify``.

    Raises NotFound, NotAllowed, WrongState, Invalid without a reason. Publishes VendorRejected.
    """
    return _decide(actor, slug, Decision.REJECT, reason, at)


def suspend_vendor(*, actor: Actor, slug: str, reason: str, at: datetime) -> VendorProfile:
    """Take a verified vendor and all its listings off the market at once. Operators with ``vendor.suspend``.

    Raises NotFound, NotAllowed, WrongState, Invalid without a reason. Publishes VendorSuspended.
    """
    return _decide(actor, slug, Decision.SUSPEND, reason, at)


def reinstate_vendor(*, actor: Actor, slug: str, at: datetime) -> VendorProfile:
    """Let a suspended vendor back. Operators with ``vendor.suspend``.

    Raises NotFound, NotAllowed, WrongState. Publishes VendorReinstated.
    """
    return _decide(actor, slug, Decision.REINSTATE, "", at)


def _decide(actor: Actor, slug: str, decision: Decision, reason: str, at: datetime) -> VendorProfile:
    judging = decision in {Decision.VERIFY, Decision.REJECT}
    with transaction.atomic():
        profile = VendorProfile.objects.visible_to(actor).locked().filter(organization__slug=slug).first()
        if profile is None:
            raise NotFound
        require(policy.may_verify(actor) if judging else policy.may_suspend(actor))
        profile.state = VENDOR.advance(profile.state, decision.lower())
        if decision in {Decision.REJECT, Decision.SUSPEND} and not reason.strip():
            raise Invalid.field("reason", "Write a reason: the vendor reads it and needs to know what to do.")
        if profile.state == VendorState.VERIFIED and profile.verified_at is None:
            profile.verified_at = at
        profile.save(update_fields=["state", "verified_at"])
        VerificationDecision.objects.create(
            vendor=profile,
            decision=decision,
            reason=reason.strip(),
            decided_by_id=actor.user_id,
            decided_by_name=actor.user_name,
            at=at,
        )
        publish(_FACTS[decision](organization_id=profile.organization_id, reason=reason.strip()))
    return profile
