"""The ledger's own pages: the public proof, and the freezes that an operator lifts."""

from marketplace.ledger.views.freezes import Freezes, LiftFreeze
from marketplace.ledger.views.proof import Proof

__all__ = ["Freezes", "LiftFreeze", "Proof"]
