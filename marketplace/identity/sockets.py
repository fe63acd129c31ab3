"""The ASGI door: how a socket's session becomes an Actor."""

from marketplace.identity.actors import actor_of_session
from marketplace.realtime import actors

actors.register(actor_of_session)
