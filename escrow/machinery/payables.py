"""Who would be paid how much if payouts ran now, and who is left out and why: the preview and the run are one list."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from escrow import paydays
from escrow.gateways import recipients
from marketplace.identity.models import Organization
from marketplace.ledger import chart
from marketplace.ledger import queries as ledger
from marketplace.ledger.queries import Settling
from marketplace.ledger.states import PayoutMethod
from marketplace.lib.money import Money


@dataclass(frozen=True, slots=True)
class Payable:
    """A vendor with available money in one currency, minor units. ``reason`` says why it is left out.

    ``can_wait`` marks reasons that are the calendar's, not the account's: an operator may pay such a vendor now.
    """

    vendor_id: UUID
    vendor_name: str
    currency: str
    available: int
    debt: int
    terms: Settling
    reason: str
    can_wait: bool

    @property
    def recovered(self) -> int:
        """What of the debt is taken first."""
        return min(self.available, self.debt)

    @property
    def amount(self) -> int:
        """What is paid: available money less what the vendor owes us."""
        return self.available - self.recovered


def payables(at: datetime) -> list[Payable]:
    """Everyone who has available money, in the order of their accounts."""
    pairs = ledger.payable_vendors()
    vendor_ids = {vendor_id for vendor_id, _ in pairs}
    names = dict(Organization.objects.filter(pk__in=vendor_ids).values_list("id", "name"))
    terms = ledger.terms_of(vendor_ids)
    ready = recipients.ready_vendors()
    return [
        _payable(vendor_id, names.get(vendor_id, ""), currency, terms[vendor_id], vendor_id in ready, at)
        for vendor_id, currency in pairs
    ]


def _payable(vendor_id: UUID, name: str, currency: str, terms: Settling, is_ready: bool, at: datetime) -> Payable:
    available = ledger.vendor_balance(vendor_id, currency)
    debt = ledger.balance_of(chart.vendor_debt(vendor_id, currency).code)
    reason, can_wait = "", False
    if ledger.is_frozen(chart.vendor_available(vendor_id, currency).code):
        reason = "A check of the ledger has stopped this account."
    elif terms.method == PayoutMethod.PROVIDER and not is_ready:
        reason = "Its payout account is not ready."
    elif not paydays.is_payday(terms.schedule, terms.schedule_day, at.date()):
        reason, can_wait = f"Paid {paydays.words(terms.schedule, terms.schedule_day)}.", True
    elif available - min(available, debt) < terms.minimum_minor:
        reason, can_wait = f"Less than {Money(terms.minimum_minor, currency)}.", True
    return Payable(vendor_id, name, currency, available, debt, terms, reason, can_wait)
