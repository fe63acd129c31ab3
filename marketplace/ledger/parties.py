"""On whose statement each account stands. Pure.

Every kind of account belongs to exactly one party, so every posting is in exactly one column: the
statements of all buyers, all suppliers and the market together are the journal, and add up to zero as
it does. Whose account it is follows from its code, and for the money of an order from its buyer.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Party(StrEnum):
    """The three who share the ledger."""

    BUYER = "buyer"
    VENDOR = "vendor"
    OPERATOR = "operator"


ORDER_MONEY = frozenset({"escrow", "hold", "refund_it"})
"""Kinds whose accounts belong to an order, and so to its buyer until the money is released."""

_BUYER = ORDER_MONEY | {"wallet", "receivable"}
_VENDOR = frozenset(
    {"vendor_pending", "vendor_available", "vendor_in_transit", "vendor_reserve", "vendor_debt", "terms"}
)
_OPERATOR = frozenset(
    {
        "psp", "psp_cash", "bank", "bank_in_transit", "suspense", "chargeback", "deferred_commission", "equity", "fx",
        "tax", "tax_commission", "tax_withholding", "inc_commission", "inc_late_fee", "inc_fx",
        "exp_psp_fee", "exp_dispute_fee", "exp_chargeback_loss", "exp_bad_debt", "exp_goodwill", "exp_rounding",
        "credit_granted", "credit_available", "credit_reserved", "credit_used",
    }
)  # fmt: skip

PARTY_OF: Mapping[str, Party] = {
    **dict.fromkeys(sorted(_BUYER), Party.BUYER),
    **dict.fromkeys(sorted(_VENDOR), Party.VENDOR),
    **dict.fromkeys(sorted(_OPERATOR), Party.OPERATOR),
}
"""The column of each kind of account. Credit lines are the market's memorandum: no money, in ``XCR-`` currencies."""

COMMISSION_KINDS = frozenset({"inc_commission", "tax_commission", "deferred_commission"})
"""The market's accounts of which a supplier sees its own share: our commission and the tax on it."""


def kinds_of(party: Party) -> list[str]:
    """The kinds of account in a party's column, sorted."""
    return sorted(kind for kind, owner in PARTY_OF.items() if owner is party)


@dataclass(frozen=True, slots=True)
class Column:
    """One statement: a party, the organisation (None for the market's own), a currency."""

    party: Party
    organization_id: UUID | None
    currency: str

    @property
    def sign(self) -> int:
        """What turns a debit-positive amount into the reader's view.

        Buyers and suppliers read what we hold for them as positive; the market reads what it has as positive, so
        that its balance is the sum of everybody else's.
        """
        return 1 if self.party is Party.OPERATOR else -1


def re_add(postings: Iterable[tuple[str, str, int]]) -> dict[str, dict[Party, int]]:
    """Sum ``(account kind, currency, debit-positive minor units)`` by currency and party.

    The three sums of each currency add up to zero exactly when the postings do. Raises KeyError for a kind of
    account that no party owns.
    """
    sums: dict[str, dict[Party, int]] = defaultdict(lambda: dict.fromkeys(Party, 0))
    for kind, currency, amount in postings:
        sums[currency][PARTY_OF[kind]] += amount
    return dict(sums)
