"""Places in our pages that packages above fill at start: today the Products tab of a storefront.

Listings stand above vendors and may not be imported; in their ``shell.py`` they call
``storefront_products(reader)``. The reader gets the actor, the vendor's organisation and the address's
query, and answers a template with its context.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from marketplace.identity.models import Organization
from marketplace.lib.actor import Actor


@dataclass(frozen=True)
class Part:
    """A template and what it needs."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


Reader = Callable[[Actor, Organization, Mapping[str, str]], Part]
NO_PRODUCTS = Part("vendors/parts/no_products.html")
_readers: list[Reader] = []


def storefront_products(reader: Reader) -> None:
    """Fill the Products tab. The last one registered is asked."""
    _readers.append(reader)


def products_part(actor: Actor, organization: Organization, query: Mapping[str, str]) -> Part:
    """The Products tab of this vendor."""
    return _readers[-1](actor, organization, query) if _readers else NO_PRODUCTS
