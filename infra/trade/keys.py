"""API keys for the people of the demonstration market who do the job: made before, revoked after."""

from collections.abc import Iterator
from contextlib import contextmanager

from infra.seed.people import person
from infra.trade.jobs import Keys
from marketplace.identity import services as identity
from marketplace.lib import clock, ids

BUYER, OPERATOR = "delft-instruments", "harborline"
VENDORS = ("nordmetal-zabrze", "shenzhen-hanwei")


@contextmanager
def temporary_keys() -> Iterator[Keys]:
    """Keys of Ada, Bruno, Carla and Otto with all that they may do, until the block ends."""
    actors = {slug: person(slug) for slug in (BUYER, *VENDORS, OPERATOR)}
    made = {
        slug: identity.create_api_key(
            actor=actor, name="Trade run", scopes=sorted(actor.capabilities), key=ids.token(24), at=clock.now()
        )
        for slug, actor in actors.items()
    }
    try:
        yield Keys(
            buyer=made[BUYER].secret,
            vendors=(made[VENDORS[0]].secret, made[VENDORS[1]].secret),
            operator=made[OPERATOR].secret,
            vendor_slugs=VENDORS,
        )
    finally:
        for slug, new in made.items():
            identity.revoke_api_key(actor=actors[slug], key_id=new.api_key.id, at=clock.now())
