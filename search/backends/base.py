"""The port: what a search engine must do for the market. No engine's own objects pass through it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, get_args
from uuid import UUID

Sort = Literal["relevance", "newest", "price"]
SORTS: tuple[Sort, ...] = get_args(Sort)
PAGE_SIZE = 24


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What to find. ``price_min`` and ``price_max`` are minor units of ``currency``; ``after`` is a page's cursor."""

    words: str = ""
    category_id: int | None = None
    vendor_slug: str = ""
    country: str = ""
    currency: str = ""
    price_min: int | None = None
    price_max: int | None = None
    in_stock: bool = False
    sort: Sort = "relevance"
    after: str = ""
    size: int = PAGE_SIZE

    @property
    def is_browsing(self) -> bool:
        """A plain category page: nothing but newest first."""
        return not (
            self.words or self.vendor_slug or self.country or self.in_stock or self.price_min is not None
            or self.price_max is not None or self.sort == "price"
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hits:
    """The ids of one page in order, and the cursor of the next page or ""."""

    listing_ids: Sequence[UUID]
    following: str


@dataclass(frozen=True, slots=True)
class Bucket:
    """One value of a facet."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """How the matches spread: the count is exact up to ``COUNT_CAP``, and is that number beyond it."""

    count: int
    categories: Sequence[Bucket]
    vendors: Sequence[Bucket]
    countries: Sequence[Bucket]


COUNT_CAP = 1000


class SearchBackend(Protocol):
    """An engine. ``search`` and ``facets`` only ever see what anybody may see."""

    def index(self, listing_ids: Sequence[UUID]) -> None:
        """Bring these listings' documents up to date: written if on the market, dropped if not."""

    def drop_vendor(self, vendor_id: UUID) -> None:
        """Forget everything of a vendor."""

    def search(self, request: SearchRequest) -> Hits:
        """One page of matches. Raises Invalid for a cursor that is not ours."""

    def facets(self, request: SearchRequest) -> Facets:
        """Counts over the matches of ``request``, whatever its page."""

    def suggest(self, words: str, limit: int) -> Sequence[UUID]:
        """The best few listings whose words begin like ``words``."""
