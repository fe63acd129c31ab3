"""The writers of vendors: storefronts by the vendor, decisions by the operator."""

from vendors.services.contact import contact_vendor
from vendors.services.decisions import reinstate_vendor, reject_vendor, suspend_vendor, verify_vendor
from vendors.services.storefronts import (
    AlreadyApplied,
    add_certificate,
    apply_as_vendor,
    remove_certificate,
    submit_for_verification,
    update_storefront,
)

__all__ = [
    "AlreadyApplied",
    "add_certificate",
    "apply_as_vendor",
    "contact_vendor",
    "reinstate_vendor",
    "reject_vendor",
    "remove_certificate",
    "submit_for_verification",
    "suspend_vendor",
    "update_storefront",
    "verify_vendor",
]
