"""What follows from the facts of identity."""

from marketplace.identity.events import MailQueued, MemberRemoved, RolesChanged
from marketplace.identity.tasks import send_mail
from marketplace.outbox.registry import starts
from marketplace.realtime import hints


@starts(MailQueued)
def on_mail_queued_send_it(event: MailQueued) -> None:
    """Mail is sent by a worker: a slow mail server holds up nobody."""
    send_mail.delay(event.to, event.subject, event.body)


@starts(MemberRemoved)
def on_member_removed_close_sockets(event: MemberRemoved) -> None:
    """What a removed member had open stops at once; reconnecting is decided anew."""
    hints.close_user(event.user_id)


@starts(RolesChanged)
def on_roles_changed_close_sockets(event: RolesChanged) -> None:
    """Sockets reconnect with the new capabilities."""
    hints.close_user(event.user_id)
