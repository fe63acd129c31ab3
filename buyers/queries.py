"""What screens, the API and the packages above read of buyers. Each function is one or two SQL queries."""

from buyers.models import DeliveryAddress, SavedVendor
from marketplace.identity.countries import NAMES
from marketplace.lib.actor import Actor


def addresses(actor: Actor) -> list[DeliveryAddress]:
    """The company's delivery addresses, the default one first."""
    return list(DeliveryAddress.objects.visible_to(actor).order_by("-is_default", "label"))


def address_lines(address: DeliveryAddress) -> dict[str, str]:
    """The address as text for requests and orders, which keep it as it was."""
    return {
        "recipient": address.recipient,
        "street": address.street,
        "extra": address.extra,
        "postcode": address.postcode,
        "city": address.city,
        "country": address.country,
        "place": f"{address.city}, {NAMES.get(address.country, address.country)}",
    }


def saved_vendors(actor: Actor) -> list[SavedVendor]:
    """Suppliers that the company saved and that are on the market, by name."""
    rows = SavedVendor.objects.visible_to(actor).select_related("vendor__vendor_profile", "saved_by")
    return list(rows.order_by("vendor__name", "id"))


def has_saved(actor: Actor, slug: str) -> bool:
    """Whether the company saved this supplier."""
    return SavedVendor.objects.visible_to(actor).filter(vendor__slug=slug).exists()
