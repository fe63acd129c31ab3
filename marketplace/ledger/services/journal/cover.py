"""What is held for others is covered, before the market pays itself (I13)."""

from marketplace.ledger.queries.safeguarding import safeguards
from marketplace.lib.errors import Conflict


class NotCovered(Conflict):
    """The market's own payout would leave less than is held for buyers and vendors."""

    code = "not_covered"


def require_covered_payout(*, currency: str, amount_minor: int) -> None:
    """Raise NotCovered unless all that is owed stays covered after the market takes ``amount_minor`` for itself.

    Only for payouts to the market: money owed to buyers and vendors is paid in any case.
    """
    spare = sum(one.assets_minor - one.owed_minor for one in safeguards() if one.currency == currency)
    if amount_minor > spare:
        raise NotCovered(
            "This payout would leave less at the provider than is held for buyers and vendors. "
            "Top up first, or pay out less. Nothing was moved."
        )
