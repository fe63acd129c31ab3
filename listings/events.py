"""Facts that the catalogue publishes. One shard per vendor keeps them in order."""

from dataclasses import dataclass
from uuid import UUID

from marketplace.outbox.registry import Event


@dataclass(frozen=True, kw_only=True)
class ListingFact(Event):
    """Something about one listing of one vendor. Not published itself."""

    listing_id: UUID
    vendor_id: UUID

    @property
    def shard(self) -> str:
        """The vendor's catalogue."""
        return f"catalogue:{self.vendor_id}"


@dataclass(frozen=True, kw_only=True)
class ListingPublished(ListingFact):
    """The listing is on the market, provided that its vendor is verified."""


@dataclass(frozen=True, kw_only=True)
class ListingChanged(ListingFact):
    """Content, prices, stock or pictures of a listing changed, in any state."""


@dataclass(frozen=True, kw_only=True)
class ListingWithdrawn(ListingFact):
    """The listing left the market."""


@dataclass(frozen=True, kw_only=True)
class ListingsImported(Event):
    """A batch of an import was written: ``listing_ids`` (texts) were created or changed, some perhaps published."""

    import_id: UUID
    vendor_id: UUID
    listing_ids: list[str]

    @property
    def shard(self) -> str:
        """The vendor's catalogue."""
        return f"catalogue:{self.vendor_id}"


@dataclass(frozen=True, kw_only=True)
class ImportFact(Event):
    """Something about one import. Not published itself."""

    import_id: UUID

    @property
    def shard(self) -> str:
        """The import."""
        return f"import:{self.import_id}"


@dataclass(frozen=True, kw_only=True)
class ImportStarted(ImportFact):
    """A file was handed in and waits for its dry run."""


@dataclass(frozen=True, kw_only=True)
class ImportConfirmed(ImportFact):
    """The vendor saw the dry run and wants it written."""


@dataclass(frozen=True, kw_only=True)
class ImportFinished(ImportFact):
    """Everything that could be written is written."""
