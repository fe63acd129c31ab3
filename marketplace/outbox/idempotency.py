"""Same key and same input give the first result; same key and other input are refused.

The key's row is inserted in the service's own transaction. A concurrent duplicate waits on the unique
index until the first commits or rolls back, so nobody is told "done" for work that was refused, and a
refused key is free again.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from marketplace.lib import clock, ids
from marketplace.lib.actor import Actor
from marketplace.lib.errors import Conflict, Invalid
from marketplace.outbox.models import IdempotencyKey


class KeyReused(Conflict):
    """The key was already used for different input."""

    code = "idempotency_key_reused"


@dataclass
class Attempt:
    """One use of a key. ``done`` says that ``result`` is the first call's result."""

    row: IdempotencyKey
    done: bool

    @property
    def result(self) -> str:
        """What the first call finished with: the id of what it made."""
        return self.row.result

    def finish(self, result: object) -> None:
        """Remember ``result`` (an id) for replays."""
        self.row.result = str(result)
        self.row.save(update_fields=["result"])


def begin(*, actor: Actor, service: str, key: str, inputs: Any) -> Attempt:
    """Claim ``key`` for ``actor``'s organisation and ``service`` inside the open transaction.

    ``inputs`` is anything that JSON can hold. Raises Invalid without a key, KeyReused if the key was
    used with other inputs.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("begin() belongs inside the transaction of a service")
    if not key or len(key) > 255:
        raise Invalid.field("key", "Send an idempotency key of 1 to 255 characters.")
    scope = f"{service}:{actor.organization_id or actor.system or actor.user_id or 'anonymous'}"
    digest = ids.input_hash(inputs)
    row, created = IdempotencyKey.objects.get_or_create(
        scope=scope, key=key, defaults={"input_hash": digest, "created_at": clock.now()}
    )
    if row.input_hash != digest:
        raise KeyReused("This request was already sent with other content. Reload the page and try again.")
    return Attempt(row=row, done=not created)
