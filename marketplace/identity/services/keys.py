"""API keys: made once, shown once, revoked at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from marketplace.identity.actors import KEY_PREFIX
from marketplace.identity.events import ApiKeyCreated, ApiKeyRevoked
from marketplace.identity.models import ApiKey
from marketplace.identity.policy import company, may_manage, person
from marketplace.lib import ids
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Invalid, NotFound
from marketplace.outbox import idempotency
from marketplace.outbox.publishing import publish

_USE_RESOLUTION = timedelta(minutes=5)
_SHOWN_LENGTH = 11


@dataclass(frozen=True)
class NewKey:
    """A key and its secret, which is known only now; a replay has no ``secret``."""

    api_key: ApiKey
    secret: str


def create_api_key(*, actor: Actor, name: str, scopes: Sequence[str], key: str, at: datetime) -> NewKey:
    """A key that acts for the actor's organisation with ``scopes``, all of which the actor has.

    Administrators. Raises NotAllowed, Invalid. Publishes ApiKeyCreated.
    """
    with transaction.atomic():
        require(may_manage(actor))
        inputs = {"name": name, "scopes": sorted(scopes)}
        replay = idempotency.begin(actor=actor, service="identity.create_api_key", key=key, inputs=inputs)
        if replay.done:
            return NewKey(ApiKey.objects.get(pk=replay.result), "")
        if not name.strip():
            raise Invalid.field("name", "Name the key after the machine that will use it.")
        if not scopes or not set(scopes) <= actor.capabilities:
            raise Invalid.field("scopes", "Choose one or more of the scopes that your own roles have.")
        secret = KEY_PREFIX + ids.token(40)
        api_key = ApiKey.objects.create(
            organization_id=company(actor),
            created_by_id=person(actor),
            name=name.strip(),
            prefix=secret[:_SHOWN_LENGTH],
            secret_hash=ids.hash_secret(secret),
            scopes=sorted(set(scopes)),
            created_at=at,
        )
        publish(ApiKeyCreated(organization_id=api_key.organization_id, key_id=api_key.id))
        replay.finish(api_key.id)
        return NewKey(api_key, secret)


def revoke_api_key(*, actor: Actor, key_id: UUID, at: datetime) -> ApiKey:
    """The key stops working at once; revoking it again changes nothing. Administrators.

    Raises NotFound. Publishes ApiKeyRevoked.
    """
    with transaction.atomic():
        api_key = ApiKey.objects.visible_to(actor).select_for_update().filter(pk=key_id).first()
        if api_key is None:
            raise NotFound
        if api_key.revoked_at is None:
            api_key.revoked_at = at
            api_key.save(update_fields=["revoked_at"])
            publish(ApiKeyRevoked(organization_id=api_key.organization_id, key_id=api_key.id))
        return api_key


def note_key_use(*, actor: Actor, key_id: UUID, at: datetime) -> None:
    """Remember that ``actor``'s key was used, to the nearest five minutes, so that most calls write nothing."""
    stale = Q(last_used_at=None) | Q(last_used_at__lt=at - _USE_RESOLUTION)
    ApiKey.objects.filter(stale, pk=key_id, organization_id=company(actor)).update(last_used_at=at)
