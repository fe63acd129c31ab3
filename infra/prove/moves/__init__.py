"""Every kind of movement as a move of the random histories: its facts, and by hand what it does to the books."""

from infra.prove.books import MOVES
from infra.prove.moves import credit, disputes, payments, payouts, refunds, releases, treasury

__all__ = ["MOVES", "credit", "disputes", "payments", "payouts", "refunds", "releases", "treasury"]
