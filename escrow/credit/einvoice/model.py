"""The semantic model: what an invoice says, by the business terms (BT) of EN 16931-1. Amounts are minor units."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

SPECIFICATION = "urn:cen.eu:en16931:2017"  # BT-24
UNIT_CODES = {"pcs": "H87", "kg": "KGM", "g": "GRM", "t": "TNE", "m": "MTR", "mm": "MMT", "m²": "MTK", "m2": "MTK",
              "l": "LTR", "h": "HUR", "set": "SET", "pair": "PR", "box": "XBX", "roll": "XRO"}  # fmt: skip
"""Our units in UN/ECE Recommendation 20; anything else is C62, one."""


@dataclass(frozen=True, slots=True)
class Party:
    """The seller (BG-4) or the buyer (BG-7)."""

    identifier: str  # BT-29, BT-46
    name: str  # BT-27, BT-44
    city: str  # BT-37, BT-52
    country: str  # BT-40, BT-55
    vat: str = ""  # BT-31, BT-48


@dataclass(frozen=True, slots=True)
class Line:
    """A line (BG-25)."""

    identifier: str  # BT-126
    name: str  # BT-153
    seller_item: str  # BT-155
    quantity: Decimal  # BT-129
    unit: str  # BT-130, in our words
    price: Decimal  # BT-146, without tax, major units
    net_minor: int  # BT-131


@dataclass(frozen=True, slots=True)
class Paper:
    """An invoice (BT-3: 380) or a credit note (381)."""

    type_code: Literal["380", "381"]  # BT-3
    number: str  # BT-1
    issue_date: date  # BT-2
    due_date: date | None  # BT-9
    currency: str  # BT-5
    seller: Party
    buyer: Party
    buyer_reference: str  # BT-10: who asks first finds the order
    contract: str  # BT-12
    purchase_order: str  # BT-13
    delivery_date: date | None  # BT-72
    delivery_country: str  # BT-80
    payment_terms: str  # BT-20
    tax_category: str  # BT-118, BT-151
    tax_rate_bp: int  # BT-119, BT-152
    tax_reason: str  # BT-120
    net_minor: int  # BT-106 = BT-109 = BT-116
    tax_minor: int  # BT-110 = BT-117
    total_minor: int  # BT-112
    payable_minor: int  # BT-115
    lines: Sequence[Line] = field(default_factory=tuple)
    corrects: str = ""  # BT-25: the invoice that a credit note is about
    note: str = ""  # BT-22

    @property
    def names_tax_numbers(self) -> bool:
        """Outside of the scope of VAT no tax number may be named (BR-O-02)."""
        return self.tax_category != "O"
