"""Money on its way must arrive: every clearing account returns to zero within its time (I11)."""

from collections.abc import Iterator

from marketplace.ledger.queries.safeguarding import clearing_items
from marketplace.ledger.verify.registry import Finding, alarm
from marketplace.lib import clock


@alarm
def clearing_accounts_return_to_zero() -> Iterator[Finding]:
    """None is open for longer than ``queries.safeguarding.PATIENCE`` allows its kind."""
    now = clock.now()
    for item in clearing_items():
        if item.is_late(now):
            detail = f"{item.amount_minor} {item.currency} since {item.since:%Y-%m-%d %H:%M}"
            yield Finding("clearing_accounts_return_to_zero", item.code, detail)
