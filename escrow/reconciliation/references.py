"""Structured creditor references (ISO 11649): what a buyer's bank carries, so that a transfer finds its order.

``RF18 PO10 493L 1`` is ``RF``, two check digits and up to 21 letters or digits: here the order's number and
the payment leg. The check digits are those of ISO 7064 MOD 97-10, as in an IBAN: one wrong character or
two swapped ones never pass. Pure.
"""

import re
from dataclasses import dataclass

_SHAPE = re.compile(r"PO([1-9][0-9]{0,15})L([1-9][0-9]{0,1})")
_CANDIDATE = re.compile(r"RF\s?\d", re.IGNORECASE)
_NOISE = re.compile(r"[^0-9A-Z]")
_LONGEST = 25


@dataclass(frozen=True, slots=True)
class Payee:
    """What a reference names: one payment leg of an order."""

    order_number: str
    leg: int


def reference_for(order_number: str, leg: int) -> str:
    """The reference of one leg of an order, without spaces: ``RF33PO10493L1``. Raises ValueError for other numbers."""
    body = f"{_NOISE.sub('', order_number.upper())}L{leg}"
    if not _SHAPE.fullmatch(body) or len(body) > _LONGEST - 4:
        raise ValueError(f"no reference can be made of {order_number!r}, leg {leg}")
    return f"RF{98 - _remainder(body + 'RF00'):02d}{body}"


def grouped(reference: str) -> str:
    """As people read and type it, in groups of four: ``RF33 PO10 493L 1``."""
    return " ".join(reference[start : start + 4] for start in range(0, len(reference), 4))


def is_valid(reference: str) -> bool:
    """Whether the shape and the check digits are those of an ISO 11649 reference; spaces and case do not matter."""
    plain = _NOISE.sub("", reference.upper())
    shaped = 5 <= len(plain) <= _LONGEST and plain.startswith("RF") and plain[2:4].isascii() and plain[2:4].isdigit()
    return shaped and _remainder(plain[4:] + plain[:4]) == 1


def find_payee(text: str) -> Payee | None:
    """The payee of the first valid reference in what a bank line says, or None: banks add words and spaces."""
    for start in _CANDIDATE.finditer(text):
        plain = _NOISE.sub("", text[start.start() :].upper())
        match = re.match(r"RF\d\d" + _SHAPE.pattern, plain)
        # Words after the reference may run into its last number: the longest that passes the check is meant.
        for end in range(match.end() if match else 0, 8, -1):
            found = _SHAPE.fullmatch(plain[4:end])
            if found and is_valid(plain[:end]):
                return Payee(f"PO-{found[1]}", int(found[2]))
    return None


def _remainder(text: str) -> int:
    return int("".join(str(int(character, 36)) for character in text)) % 97
