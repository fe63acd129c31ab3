"""What the market earns on an order: fixed when the order opens, taken in step with what is released. Pure.

However an order is released, in one piece or in fifty, the parts of commission and tax add up to what was
frozen for the whole of it, and a part that is refunded instead earns nothing.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """An order's commission and the tax on it, minor units, for its whole ``total``."""

    total: int
    commission: int
    tax: int

    def part(self, already: int, amount: int) -> tuple[int, int]:
        """(commission, tax) on the next ``amount`` after ``already`` of the total was released.

        The difference of two cumulative shares, so that roundings never add up. Raises ValueError when more
        would be released than there is.
        """
        if not 0 <= already <= already + amount <= self.total:
            raise ValueError(f"{amount} after {already} is more than {self.total}")
        return (
            _share(self.commission, already + amount, self.total) - _share(self.commission, already, self.total),
            _share(self.tax, already + amount, self.total) - _share(self.tax, already, self.total),
        )


def _share(whole: int, part: int, total: int) -> int:
    """``whole × part ÷ total``, rounded half up; exact for ``part`` = ``total``."""
    return (2 * whole * part + total) // (2 * total)
