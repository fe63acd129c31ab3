"""What is held for others against what lies at the provider and the bank (I13), and what is on its way (I11)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

# Where the money is, and for whom it is held. A vendor's debt and a buyer's invoice are claims, not money.
ASSETS = ["psp", "psp_cash", "chargeback", "bank", "bank_in_transit"]
OWED = [
    "escrow", "hold", "refund_it", "wallet", "suspense",
    "vendor_pending", "vendor_available", "vendor_in_transit", "vendor_reserve",
]  # fmt: skip

# How long money may be on its way. A chargeback ends with the network's decision.
PATIENCE = {
    "vendor_in_transit": timedelta(hours=1),
    "refund_it": timedelta(hours=1),
    "suspense": timedelta(hours=24),
    "bank_in_transit": timedelta(days=5),
    "chargeback": timedelta(days=120),
}


@dataclass(frozen=True, slots=True)
class Safeguard:
    """One currency, minor units: what lies there and what is owed to buyers and vendors."""

    currency: str
    assets_minor: int
    owed_minor: int

    @property
    def shortfall_minor(self) -> int:
        """What is missing; 0 when all is covered."""
        return max(0, self.owed_minor - self.assets_minor)

    @property
    def covered_minor(self) -> int:
        """As much of what is owed as lies there."""
        return max(0, min(self.assets_minor, self.owed_minor))

    @property
    def ratio_percent(self) -> str:
        """Cover in percent with one decimal; empty when nothing is owed."""
        return "" if self.ratio_bp is None else f"{self.ratio_bp // 100}.{self.ratio_bp % 100 // 10}"

    @property
    def ratio_bp(self) -> int | None:
        """Cover in basis points; None when nothing is owed."""
        return self.assets_minor * 10_000 // self.owed_minor if self.owed_minor else None


@dataclass(frozen=True, slots=True)
class ClearingItem:
    """An account for money on its way that is not at zero, since when, minor units."""

    code: str
    kind: str
    currency: str
    amount_minor: int
    since: datetime

    def is_late(self, at: datetime) -> bool:
        """Open for longer than its kind may be."""
        return at - self.since > PATIENCE[self.kind]


_SAFEGUARDS = """
    SELECT currency, coalesce(sum(balance) FILTER (WHERE kind = ANY (%(assets)s)), 0),
           coalesce(-sum(balance) FILTER (WHERE kind = ANY (%(owed)s)), 0)
      FROM (SELECT a.currency, a.kind,
                   CASE WHEN a.is_guarded THEN b.posted ELSE ledger_balance_of(a.code) END AS balance
              FROM ledger_account AS a LEFT JOIN ledger_balance AS b ON b.account_id = a.id
             WHERE a.kind = ANY (%(both)s)) AS one
     GROUP BY currency ORDER BY currency
"""
_CLEARING = """
    WITH nonzero AS MATERIALIZED (
      SELECT a.id, a.code, a.kind, a.currency,
             CASE WHEN a.is_guarded THEN b.posted ELSE ledger_balance_of(a.code) END AS balance
        FROM ledger_account AS a LEFT JOIN ledger_balance AS b ON b.account_id = a.id
       WHERE a.kind = ANY (%s) AND (NOT a.is_guarded OR b.posted <> 0)),
    lines AS MATERIALIZED (
      SELECT n.id, e.effective_at, coalesce(p.account_seq, p.id) AS place,
             sum(p.amount_minor) OVER (PARTITION BY n.id ORDER BY coalesce(p.account_seq, p.id)) AS rest
        FROM nonzero AS n JOIN ledger_posting AS p ON p.account_id = n.id
        JOIN ledger_journalentry AS e ON e.id = p.entry_id WHERE n.balance <> 0)
    SELECT n.code, n.kind, n.currency, abs(n.balance), (
             SELECT min(l.effective_at) FROM lines AS l WHERE l.id = n.id AND l.place > coalesce(
               (SELECT max(place) FROM lines AS zero WHERE zero.id = n.id AND zero.rest = 0), 0)) AS since
      FROM nonzero AS n WHERE n.balance <> 0 ORDER BY since, n.code
"""


def safeguards() -> list[Safeguard]:
    """One per currency in which anything is held or owed. One SQL query."""
    with connection.cursor() as cursor:
        cursor.execute(_SAFEGUARDS, {"assets": ASSETS, "owed": OWED, "both": ASSETS + OWED})
        found = [Safeguard(currency, int(assets), int(owed)) for currency, assets, owed in cursor.fetchall()]
    return [safeguard for safeguard in found if safeguard.assets_minor or safeguard.owed_minor]


def clearing_items() -> list[ClearingItem]:
    """All accounts for money on its way that are not at zero, the oldest first. One SQL query."""
    with connection.cursor() as cursor:
        cursor.execute(_CLEARING, [list(PATIENCE)])
        return [ClearingItem(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class ClassTotal:
    """A line of the trial balance: a class of accounts in one currency, debit positive, minor units."""

    currency: str
    account_class: str
    accounts: int
    total_minor: int


_TRIAL = """
    SELECT a.currency, a.account_class, count(*),
           coalesce(sum(CASE WHEN a.is_guarded THEN b.posted ELSE ledger_balance_of(a.code) END), 0)::bigint
      FROM ledger_account AS a LEFT JOIN ledger_balance AS b ON b.account_id = a.id
     GROUP BY a.currency, a.account_class ORDER BY a.currency, a.account_class
"""


def trial_balance() -> list[ClassTotal]:
    """All accounts by currency and class, from balances and snapshots. One SQL query."""
    with connection.cursor() as cursor:
        cursor.execute(_TRIAL)
        return [ClassTotal(*row) for row in cursor.fetchall()]
