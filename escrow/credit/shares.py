"""Who gets how much of an invoice, and of each payment of it. Pure; no cent is lost or made.

A part of a whole is the difference of two running totals, each rounded down: parts of a thing always add up to it,
in whatever pieces and order they come.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shares:
    """What an amount consists of: the vendor's share, our commission, the tax on it. Minor units."""

    terms: int
    commission: int
    commission_tax: int

    @property
    def total(self) -> int:
        """The amount itself."""
        return self.terms + self.commission + self.commission_tax


def running_part(total: int, *, whole: int, before: int, amount: int) -> int:
    """The part of ``total`` that falls on ``amount`` of ``whole``, of which ``before`` was shared out already.

    Raises ValueError outside of the whole.
    """
    if whole <= 0 or before < 0 or amount < 0 or before + amount > whole:
        raise ValueError(f"{before} + {amount} is not within {whole}")
    return total * (before + amount) // whole - total * before // whole


def _divide(*, commission: int, commission_tax: int, whole: int, before: int, amount: int) -> Shares:
    """What is ours is shared out first, and then the tax within it, so that no part is ever negative."""
    both = commission + commission_tax
    ours = running_part(both, whole=whole, before=before, amount=amount)
    given = both * before // whole
    tax = running_part(commission_tax, whole=both, before=given, amount=ours) if both else 0
    return Shares(terms=amount - ours, commission=ours - tax, commission_tax=tax)


def of_invoice(*, order_total: int, commission: int, commission_tax: int, before: int, amount: int) -> Shares:
    """The shares of an invoice over ``amount`` of an order, of which ``before`` is invoiced already."""
    return _divide(
        commission=commission, commission_tax=commission_tax, whole=order_total, before=before, amount=amount
    )


def of_settlement(invoice: Shares, *, before: int, amount: int) -> Shares:
    """The shares of ``amount`` paid, credited or written off, of an invoice of which ``before`` is settled."""
    return _divide(
        commission=invoice.commission,
        commission_tax=invoice.commission_tax,
        whole=invoice.total,
        before=before,
        amount=amount,
    )
