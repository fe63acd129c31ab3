"""What messaging adds to the frame: the rail's line with its unread count, and unread threads among today's needs."""

from typing import Any

from django.urls import reverse

from marketplace.lib.actor import Actor
from marketplace.web import shell
from marketplace.web.shell import NavItem, Need, Panel, Side
from messaging import queries
from messaging.presentation import preview

_SHOWN = 3


def unread_needs(actor: Actor) -> dict[str, Any]:
    """The latest unread threads."""
    unread = [line for line in queries.inbox(actor) if line.unread and line.last][:_SHOWN]
    return {
        "needs": [
            Need(
                chip="New message",
                subject=line.others,
                text=preview(line.last, actor) if line.last else "",
                url=reverse("thread", args=[line.thread.code]),
                action="Read",
            )
            for line in unread
        ]
    }


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
