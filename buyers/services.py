"""The writers of buyers: delivery addresses and saved suppliers."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from buyers import policy
from buyers.events import VendorSaved
from buyers.models import DeliveryAddress, SavedVendor
from marketplace.identity.countries import NAMES
from marketplace.identity.policy import company
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Invalid, NotFound
from marketplace.outbox import idempotency
from marketplace.outbox.publishing import publish
from vendors import queries as vendors

MAX_ADDRESSES = 50


@dataclass(frozen=True, kw_only=True)
class NewAddress:
    """A place as the company writes it."""

    label: str
    recipient: str
    street: str
    postcode: str
    city: str
    country: str
    extra: str = ""


def add_address(
    *, actor: Actor, address: NewAddress, is_default: bool = False, key: str, at: datetime
) -> DeliveryAddress:
    """Keep a delivery address; the first one is the default. Buyers who post requests, and administrators.

    Raises NotAllowed, Invalid.
    """
    require(policy.may_edit_addresses(actor, actor.organization_id))
    with transaction.atomic():
        inputs = asdict(address) | {"is_default": is_default}
        replay = idempotency.begin(actor=actor, service="buyers.add_address", key=key, inputs=inputs)
        if replay.done:
            return DeliveryAddress.objects.get(pk=replay.result)
        own = list(DeliveryAddress.objects.visible_to(actor).select_for_update().order_by("id"))
        _check(address, own)
        if is_default:
            DeliveryAddress.objects.visible_to(actor).filter(is_default=True).update(is_default=False)
        made = DeliveryAddress.objects.create(
            organization_id=company(actor),
            **{name: value.strip() for name, value in asdict(address).items()},
            is_default=is_default or not own,
            created_at=at,
        )
        replay.finish(made.id)
    return made


def set_default_address(*, actor: Actor, address_id: UUID) -> DeliveryAddress:
    """Make this address the one that requests start from. As ``add_address``. Raises NotFound, NotAllowed."""
    with transaction.atomic():
        chosen = _own(actor, address_id)
        DeliveryAddress.objects.visible_to(actor).filter(is_default=True).update(is_default=False)
        chosen.is_default = True
        chosen.save(update_fields=["is_default"])
    return chosen


def remove_address(*, actor: Actor, address_id: UUID, at: datetime) -> None:
    """Take an address away; orders keep their text, and another address becomes the default.

    As ``add_address``. Raises NotFound (also the second time), NotAllowed.
    """
    with transaction.atomic():
        gone = _own(actor, address_id)
        was_default, gone.removed_at, gone.is_default = gone.is_default, at, False
        gone.save(update_fields=["removed_at", "is_default"])
        heir = DeliveryAddress.objects.visible_to(actor).order_by("id").first() if was_default else None
        if heir is not None:
            heir.is_default = True
            heir.save(update_fields=["is_default"])


def save_vendor(*, actor: Actor, slug: str, at: datetime) -> SavedVendor:
    """Keep a supplier at hand; saving twice is saving once. Anybody who sees the company's requests.

    Raises NotFound for a supplier that is not on the market, NotAllowed. Publishes VendorSaved.
    """
    vendor = vendors.get_storefront(actor, slug)
    require(policy.may_save_vendors(actor))
    if not vendor.is_public:
        raise NotFound
    with transaction.atomic():
        saved, created = SavedVendor.objects.get_or_create(
            organization_id=company(actor),
            vendor_id=vendor.organization_id,
            defaults={"saved_by_id": actor.user_id, "saved_at": at},
        )
        if created:
            publish(VendorSaved(organization_id=saved.organization_id, vendor_id=vendor.organization_id))
    return saved


def unsave_vendor(*, actor: Actor, slug: str) -> None:
    """Forget a supplier; a second call finds nothing to do. Raises NotAllowed."""
    require(policy.may_save_vendors(actor))
    with transaction.atomic():
        SavedVendor.objects.filter(organization_id=company(actor), vendor__slug=slug).delete()


def _own(actor: Actor, address_id: UUID) -> DeliveryAddress:
    found = DeliveryAddress.objects.visible_to(actor).select_for_update().filter(pk=address_id).first()
    if found is None:
        raise NotFound
    require(policy.may_edit_addresses(actor, found.organization_id))
    return found


def _check(address: NewAddress, own: list[DeliveryAddress]) -> None:
    for name in ("label", "recipient", "street", "postcode", "city"):
        if not getattr(address, name).strip():
            raise Invalid.field(name, "A carrier needs this line.")
    if address.country not in NAMES:
        raise Invalid.field("country", "Choose a country.")
    if address.label.strip() in {one.label for one in own}:
        raise Invalid.field("label", "You have an address of this name. Choose another name.")
    if len(own) >= MAX_ADDRESSES:
        raise Invalid(f"A company keeps up to {MAX_ADDRESSES} addresses. Remove one first.")
