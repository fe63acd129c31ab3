"""The journal's own functions: they run inside the services of other packages, or as the market's machinery.

Who may is decided there; here the books alone decide.
"""

from marketplace.ledger.services.journal.posting import (
    Accounting,
    EntryKeyReused,
    InsufficientFunds,
    NoPostingRule,
    post,
    reverse,
)

__all__ = ["Accounting", "EntryKeyReused", "InsufficientFunds", "NoPostingRule", "post", "reverse"]
