"""What a browser may listen to. A topic is ``kind:ref``; each kind has a policy, given by the package that owns it."""

from collections.abc import Callable
from uuid import UUID

from marketplace.lib.actor import Actor

Policy = Callable[[Actor, str], bool]

_policies: dict[str, Policy] = {}


def register(kind: str, policy: Policy) -> None:
    """Add a kind of topic. ``policy(actor, ref)`` decides on each subscription and on each later check; it may query.

    Raises ValueError if the kind is taken.
    """
    if kind in _policies:
        raise ValueError(f"the topic {kind!r} is already registered")
    _policies[kind] = policy


def allows(actor: Actor, topic: str) -> bool:
    """Whether ``actor`` may listen to ``topic``. Unknown kinds and signed-out people are refused."""
    kind, _, ref = topic.partition(":")
    policy = _policies.get(kind)
    return bool(policy and ref and not actor.is_anonymous and policy(actor, ref))


def own_organization(actor: Actor, ref: str) -> bool:
    """The usual policy of a topic whose ref is an organisation: only its own people."""
    return str(actor.organization_id) == ref


def closing_topic(user_id: UUID) -> str:
    """The route of ``hints.close_user``. No policy is registered for it, so no browser can listen there."""
    return f"close:{user_id}"
