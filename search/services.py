"""Keeps the index in step with the catalogue. Called by handlers and by ``manage.py reindex``."""

from collections.abc import Sequence
from uuid import UUID

from listings import queries as listings
from marketplace.lib.actor import Actor, require
from search.engine import backend

_BATCH = 500


def index_listings(*, actor: Actor, listing_ids: Sequence[UUID]) -> None:
    """Bring the documents of these listings up to date. For the system. Idempotent: reads what is true now."""
    require(actor.is_system)
    backend().index(listing_ids)


def index_vendor(*, actor: Actor, vendor_id: UUID) -> int:
    """Bring all of a vendor's documents up to date; returns how many listings were looked at. For the system."""
    require(actor.is_system)
    ids = listings.all_ids(vendor_id=vendor_id)
    for start in range(0, len(ids), _BATCH):
        backend().index(ids[start : start + _BATCH])
    return len(ids)


def drop_vendor(*, actor: Actor, vendor_id: UUID) -> None:
    """Forget a vendor that left the market. For the system."""
    require(actor.is_system)
    backend().drop_vendor(vendor_id)


def rebuild(*, actor: Actor) -> int:
    """Write the whole index again from the catalogue; returns how many listings were looked at. For the system."""
    require(actor.is_system)
    ids = listings.all_ids()
    for start in range(0, len(ids), _BATCH):
        backend().index(ids[start : start + _BATCH])
    return len(ids)
