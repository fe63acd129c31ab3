"""What the ledger adds to the operator's frame: money that a check has stopped."""

from marketplace.ledger.queries.freezes import open_freezes
from marketplace.lib.actor import Actor
from marketplace.web.shell import NavItem, nav


def _stopped(actor: Actor) -> int | None:
    return open_freezes().count() or None


nav(
    NavItem(
        side="operate",
        label="Stopped money",
        url_name="ledger-freezes",
        icon="lock",
        order=75,
        capability="money.view",
        count=_stopped,
    )
)
