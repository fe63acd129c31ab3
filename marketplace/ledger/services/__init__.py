"""The writers of the ledger: orders, the journal, its accounts and what stops them."""

from marketplace.ledger.locks import lock_order
from marketplace.ledger.services.amendments import amend_order
from marketplace.ledger.services.journal import (
    Accounting,
    EntryKeyReused,
    InsufficientFunds,
    post,
    reverse,
)
from marketplace.ledger.services.journal.accounts import (
    StillHoldsMoney,
    close_order_accounts,
    freeze_account,
    reopen_order_accounts,
    unfreeze_account,
)
from marketplace.ledger.services.journal.cover import NotCovered, require_covered_payout
from marketplace.ledger.services.journal.freezes import Frozen, freeze_findings, lift_freeze, refuse_if_frozen
from marketplace.ledger.services.orders import NewLine, advance_order, note_order, open_order
from marketplace.ledger.services.terms import (
    NewRule,
    add_commission_rule,
    answer_proposal,
    end_commission_rule,
    enter_exchange_rate,
    propose_settlement_terms,
    set_settlement_terms,
)

__all__ = [
    "Accounting",
    "EntryKeyReused",
    "Frozen",
    "InsufficientFunds",
    "NewLine",
    "NewRule",
    "NotCovered",
    "StillHoldsMoney",
    "add_commission_rule",
    "advance_order",
    "amend_order",
    "answer_proposal",
    "close_order_accounts",
    "end_commission_rule",
    "enter_exchange_rate",
    "freeze_account",
    "freeze_findings",
    "lift_freeze",
    "lock_order",
    "note_order",
    "open_order",
    "post",
    "propose_settlement_terms",
    "refuse_if_frozen",
    "reopen_order_accounts",
    "require_covered_payout",
    "reverse",
    "set_settlement_terms",
    "unfreeze_account",
]
