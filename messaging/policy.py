"""Who may do what in a thread that they can see. Seeing is decided by ``Thread.objects.visible_to``."""

from marketplace.lib.actor import Actor


def may_send(actor: Actor) -> bool:
    """Write a message or attach a file: a role of the actor must allow to speak for the organisation."""
    return actor.can("message.send")
