"""Whether a company may sell, as the vendors package keeps it. Read through the relation, never copied."""

from uuid import UUID

from marketplace.identity.models import Organization


def is_verified(organization_id: UUID) -> bool:
    """The company's storefront is verified right now."""
    return Organization.objects.filter(pk=organization_id, vendor_profile__state="VERIFIED").exists()
