"""What messaging adds to the frame: the rail's line with its unread count, and unread threads among today's needs."""

from typing import Any

from django.urls import reverse

from marketplace.lib.actor import Actor
from marketplace.web import shell
from marketplace.web.shell import NavItem, Need, Panel, Side
from messaging import queries
from messaging.models import ThreadEvent
from messaging.presentation import preview

_SHOWN = 3


def unread_needs(actor: Actor) -> dict[str, Any]:
    """The latest threads where the other side spoke last and this person has not read it."""
    unread = [line for line in queries.inbox(actor) if line.unread and line.last and not _is_ours(line.last, actor)]
    return {
        "needs": [
            Need(
                chip="New message",
                subject=line.others,
                text=preview(line.last, actor),
                url=reverse("thread", args=[line.thread.code]),
                action="Read",
            )
            for line in unread[:_SHOWN]
            if line.last
        ]
    }


def _is_ours(event: ThreadEvent, actor: Actor) -> bool:
    return event.organization_id is not None and actor.belongs_to(event.organization_id)


SIDES: tuple[Side, ...] = ("buy", "sell")
for side in SIDES:
    shell.nav(
        NavItem(
            side=side,
            label="Messages",
            url_name="inbox",
            icon="messages",
            order=20,
            keys="g m",
            hot=True,
            count=queries.unread_count,
        )
    )
    shell.panel(Panel(side=side, slot="needs", order=30, query=unread_needs))
