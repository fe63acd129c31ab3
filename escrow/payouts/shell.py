"""What payouts add to the operator's frame."""

from marketplace.ledger import queries as ledger
from marketplace.lib.actor import Actor
from marketplace.web.shell import NavItem, nav


def _asked(actor: Actor) -> int | None:
    return sum(row.state == "PROPOSED" for row in ledger.agreed_terms()) or None


nav(
    NavItem(
        side="operate", label="Payouts", url_name="payout-runs", icon="building-bank", order=41,
        capability="money.view",
    )
)  # fmt: skip
nav(
    NavItem(
        side="operate", label="Commission", url_name="commission", icon="percentage", order=42, capability="money.view"
    )
)
nav(
    NavItem(
        side="operate", label="Settlement", url_name="settlement", icon="calendar", order=43, capability="money.view",
        count=_asked,
    )
)  # fmt: skip
