"""Orders of the escrow tests, with the rule that every test ends with books that agree."""

from tests.escrow.conftest import books_agree, delivered_order, funded_order, order, shipped_order

__all__ = ["books_agree", "delivered_order", "funded_order", "order", "shipped_order"]
