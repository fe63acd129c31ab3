"""What credit announces."""

from dataclasses import dataclass
from uuid import UUID

from marketplace.outbox.registry import Event


@dataclass(frozen=True, kw_only=True)
class CreditAccountAdvanced(Event):
    """A credit account took the step ``action`` and is now in ``state``."""

    account_id: UUID
    number: str
    buyer_id: UUID
    lender_id: UUID
    action: str
    state: str

    @property
    def shard(self) -> str:
        """One account's facts stay in order."""
        return f"credit:{self.account_id}"


@dataclass(frozen=True, kw_only=True)
class InvoiceEvent(Event):
    """Something happened to an invoice."""

    invoice_id: UUID
    number: str
    order_number: str
    buyer_id: UUID
    seller_id: UUID

    @property
    def shard(self) -> str:
        """One invoice's facts stay in order."""
        return f"invoice:{self.invoice_id}"


@dataclass(frozen=True, kw_only=True)
class InvoiceIssued(InvoiceEvent):
    """An invoice exists and its clock runs."""


@dataclass(frozen=True, kw_only=True)
class InvoiceAdvanced(InvoiceEvent):
    """An invoice took the step ``action`` and is now in ``state``; ``level`` > 0 asks for a reminder to be sent."""

    action: str
    state: str
    level: int = 0


@dataclass(frozen=True, kw_only=True)
class InvoicingBlocked(Event):
    """A shipment on terms cannot be invoiced until its papers agree."""

    order_id: UUID
    order_number: str
    buyer_id: UUID
    vendor_id: UUID

    @property
    def shard(self) -> str:
        """One order's facts stay in order."""
        return f"order:{self.order_id}"
