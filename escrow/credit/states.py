"""The lives of a credit account and of an invoice on net terms, as data.

Neither holds a buyer's money: an invoice's money goes to the vendor in the moment in which it is paid.
"""

from dataclasses import dataclass

from django.db import models

from marketplace.lib.state import process, step


class AccountState(models.TextChoices):
    """Where a credit account stands."""

    REQUESTED = "REQUESTED", "Requested"
    REVIEW = "REVIEW", "In review"
    ACTIVE = "ACTIVE", "Active"
    ON_HOLD = "ON_HOLD", "On hold"
    SUSPENDED = "SUSPENDED", "Suspended"
    DECLINED = "DECLINED", "Declined"
    CLOSED = "CLOSED", "Closed"


class Exposure(models.TextChoices):
    """From when on an order counts against the limit."""

    ORDER = "ORDER", "From the order on"
    DISPATCH = "DISPATCH", "From dispatch on"
    INVOICE = "INVOICE", "From the invoice on"


class InvoiceState(models.TextChoices):
    """Where an invoice stands between its issue and its money."""

    ISSUED = "ISSUED", "Issued"
    PART_PAID = "PART_PAID", "Partly paid"
    OVERDUE_1 = "OVERDUE_1", "Overdue"
    OVERDUE_2 = "OVERDUE_2", "Overdue, account on hold"
    COLLECTIONS = "COLLECTIONS", "In collection"
    PAID = "PAID", "Paid"
    CREDITED = "CREDITED", "Credited"
    WRITTEN_OFF = "WRITTEN_OFF", "Written off"


LIVE_ACCOUNTS = (AccountState.ACTIVE, AccountState.ON_HOLD, AccountState.SUSPENDED)
WAITING_ACCOUNTS = (AccountState.REQUESTED, AccountState.REVIEW)
OPEN_INVOICES = (
    InvoiceState.ISSUED,
    InvoiceState.PART_PAID,
    InvoiceState.OVERDUE_1,
    InvoiceState.OVERDUE_2,
    InvoiceState.COLLECTIONS,
)
HOLDING_INVOICES = (InvoiceState.OVERDUE_2, InvoiceState.COLLECTIONS)
"""While one of these is open, its credit account stays on hold."""

ACCOUNT = process(
    "credit account",
    version=1,
    initial=AccountState.REQUESTED,
    steps={
        "review": step({AccountState.REQUESTED}, AccountState.REVIEW, by={"vendor", "operator"}),
        "approve": step(WAITING_ACCOUNTS, AccountState.ACTIVE, by={"vendor", "operator"}),
        "decline": step(WAITING_ACCOUNTS, AccountState.DECLINED, by={"vendor", "operator"}),
        "withdraw": step(WAITING_ACCOUNTS, AccountState.CLOSED, by={"buyer"}),
        "hold": step({AccountState.ACTIVE}, AccountState.ON_HOLD, by={"vendor", "operator", "system"}),
        "lift": step({AccountState.ON_HOLD}, AccountState.ACTIVE, by={"vendor", "operator", "system"}),
        "suspend": step(
            {AccountState.ACTIVE, AccountState.ON_HOLD}, AccountState.SUSPENDED, by={"vendor", "operator", "system"}
        ),
        "resume": step({AccountState.SUSPENDED}, AccountState.ACTIVE, by={"vendor", "operator"}),
        "close": step(LIVE_ACCOUNTS, AccountState.CLOSED, by={"vendor", "operator"}),
    },
    ends={AccountState.DECLINED, AccountState.CLOSED},
)

INVOICE = process(
    "invoice",
    version=1,
    initial=InvoiceState.ISSUED,
    steps={
        "pay_part": step({InvoiceState.ISSUED, InvoiceState.PART_PAID}, InvoiceState.PART_PAID, by={"gateway"}),
        "pay": step(OPEN_INVOICES, InvoiceState.PAID, by={"gateway"}),
        "credit": step(OPEN_INVOICES, InvoiceState.CREDITED, by={"vendor", "operator"}),
        "remind": step(
            {InvoiceState.ISSUED, InvoiceState.PART_PAID},
            InvoiceState.OVERDUE_1,
            by={"system"},
            clock="INVOICE_OVERDUE",
        ),
        "hold": step({InvoiceState.OVERDUE_1}, InvoiceState.OVERDUE_2, by={"system"}, clock="INVOICE_HOLD"),
        "collect": step({InvoiceState.OVERDUE_2}, InvoiceState.COLLECTIONS, by={"system"}, clock="INVOICE_COLLECT"),
        "write_off": step(
            OPEN_INVOICES, InvoiceState.WRITTEN_OFF, by={"operator", "system"}, clock="INVOICE_WRITE_OFF"
        ),
    },
    ends={InvoiceState.PAID, InvoiceState.CREDITED, InvoiceState.WRITTEN_OFF},
)


@dataclass(frozen=True, slots=True)
class Stage:
    """What the clock does to an unpaid invoice, so many days after it was due."""

    action: str
    clock: str
    level: int


STAGES = (
    Stage("remind", "INVOICE_OVERDUE", 1),
    Stage("hold", "INVOICE_HOLD", 2),
    Stage("collect", "INVOICE_COLLECT", 3),
    Stage("write_off", "INVOICE_WRITE_OFF", 0),
)


class Dunning(models.TextChoices):
    """How patient a lender is."""

    STANDARD = "STANDARD", "Standard: 1, 15, 45, 120 days"
    PATIENT = "PATIENT", "Patient: 7, 30, 60, 180 days"


DUNNING_DAYS: dict[str, tuple[int, int, int, int]] = {
    Dunning.STANDARD: (1, 15, 45, 120),
    Dunning.PATIENT: (7, 30, 60, 180),
}
"""Days after the due date (and the days of grace) at which each of ``STAGES`` comes."""


class NoteReason(models.TextChoices):
    """Why a credit note was issued."""

    CORRECTION = "CORRECTION", "Correction"
    DISCOUNT = "DISCOUNT", "Early payment discount"
    DISPUTE = "DISPUTE", "Disputed lines"


class ObjectionState(models.TextChoices):
    """Where a disputed line of an invoice stands."""

    OPEN = "OPEN", "Open"
    UPHELD = "UPHELD", "Credited"
    REJECTED = "REJECTED", "Due again"


class ReservationState(models.TextChoices):
    """What became of the credit that an order reserved."""

    RESERVED = "RESERVED", "Reserved"
    INVOICED = "INVOICED", "Invoiced"
    FREED = "FREED", "Freed"
