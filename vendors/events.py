"""Facts about selling organisations. One shard per vendor keeps them in order."""

from dataclasses import dataclass
from uuid import UUID

from marketplace.outbox.registry import Event


@dataclass(frozen=True, kw_only=True)
class VendorFact(Event):
    """Something about one vendor. Not published itself."""

    organization_id: UUID

    @property
    def shard(self) -> str:
        """The vendor."""
        return f"vendor:{self.organization_id}"


@dataclass(frozen=True, kw_only=True)
class VendorApplied(VendorFact):
    """A company wants to sell."""


@dataclass(frozen=True, kw_only=True)
class StorefrontUpdated(VendorFact):
    """What the storefront says changed."""


@dataclass(frozen=True, kw_only=True)
class VendorSubmitted(VendorFact):
    """The company asked to be verified."""


@dataclass(frozen=True, kw_only=True)
class VendorDecided(VendorFact):
    """An operator decided; ``reason`` is what the vendor reads. Not published itself."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class VendorVerified(VendorDecided):
    """The vendor is on the market."""


@dataclass(frozen=True, kw_only=True)
class VendorRejected(VendorDecided):
    """The application was refused; it may be mended and submitted again."""


@dataclass(frozen=True, kw_only=True)
class VendorSuspended(VendorDecided):
    """The vendor left the market."""


@dataclass(frozen=True, kw_only=True)
class VendorReinstated(VendorDecided):
    """The vendor is back."""
