"""Money in integer minor units, and splits that never lose a cent.

Exponents are those of ISO 4217. Nothing here or above uses a float.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

from marketplace.lib.errors import Invalid

MAX_MINOR = 10**15
_EXPONENTS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "KWD": 3, "BHD": 3, "TND": 3, "OMR": 3, "JOD": 3}
CURRENCIES = (
    "EUR", "USD", "GBP", "CHF", "PLN", "CZK", "SEK", "DKK", "NOK", "HUF", "RON", "TRY",
    "CNY", "JPY", "KRW", "VND", "INR", "AUD", "CAD", "MXN", "BRL", "CLP", "KWD", "BHD",
    "TND", "OMR", "JOD", "AED", "SAR", "SGD", "ZAR",
)  # fmt: skip
_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}


def exponent(currency: str) -> int:
    """Digits after the decimal point of ``currency`` (ISO 4217). Raises Invalid if unknown."""
    if currency not in CURRENCIES:
        raise Invalid.field(
            "currency", f"{currency!r} is not a currency we trade in. Use one of {', '.join(CURRENCIES)}."
        )
    return _EXPONENTS.get(currency, 2)


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in ``minor`` units (cents) of one ISO currency. Adding two currencies is an error."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        exponent(self.currency)
        if abs(self.minor) > MAX_MINOR:
            raise Invalid.field("amount", "That amount is larger than we can book.")

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise ValueError(f"cannot mix {self.currency} and {other.currency}")

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.minor < other.minor

    @property
    def decimal(self) -> Decimal:
        """The amount in major units, exact."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def __str__(self) -> str:
        """As screens show it: sign, symbol or code, thousands, fixed decimals: ``€24,100.00``."""
        sign = "−" if self.minor < 0 else ""
        digits = f"{abs(self.decimal):,.{exponent(self.currency)}f}"
        symbol = _SYMBOLS.get(self.currency)
        return f"{sign}{symbol}{digits}" if symbol else f"{sign}{self.currency} {digits}"


def to_minor(amount: Decimal, currency: str) -> int:
    """Major units to minor units, rounded once, half to even (the one place that rounds money)."""
    scaled = amount.scaleb(exponent(currency))
    return int(scaled.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def parse_minor(text: str, currency: str, *, field: str = "amount") -> int:
    """A user's ``1,234.50`` as minor units. Raises Invalid on more decimals than the currency has."""
    try:
        amount = Decimal(text.replace(",", "").strip())
    except InvalidOperation as error:
        raise Invalid.field(field, f"{text!r} is not an amount. Write it like 1234.50.") from error
    if not amount.is_finite():
        raise Invalid.field(field, f"{text!r} is not an amount. Write it like 1234.50.")
    if amount != amount.quantize(Decimal(1).scaleb(-exponent(currency))):
        raise Invalid.field(field, f"{currency} has {exponent(currency)} decimals; {text!r} has more.")
    return to_minor(amount, currency)


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """Split ``total`` minor units by ``weights``; the parts always add up to ``total``.

    Largest remainder (Hamilton's method); ties go to the earlier part, so the split is repeatable.
    """
    if not weights or any(weight < 0 for weight in weights) or sum(weights) == 0:
        raise ValueError("weights must be non-negative and not all zero")
    whole = sum(weights)
    sign = -1 if total < 0 else 1
    parts, remainders = zip(*(divmod(abs(total) * weight, whole) for weight in weights), strict=True)
    left = abs(total) - sum(parts)
    order = sorted(range(len(weights)), key=lambda index: (-remainders[index], index))
    winners = set(order[:left])
    return [sign * (part + (index in winners)) for index, part in enumerate(parts)]


def portion(total: int, basis_points: int) -> int:
    """``total`` × ``basis_points`` / 10,000 in minor units, rounded half to even."""
    exact = Decimal(total) * basis_points / 10_000
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
