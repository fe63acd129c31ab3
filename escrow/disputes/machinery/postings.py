"""What a decision would book, found by booking it and taking it back: the preview cannot differ from the execution."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from escrow.disputes import arithmetic
from escrow.disputes.machinery import money, steps
from escrow.disputes.models import Case
from marketplace.ledger import queries as ledger
from marketplace.lib.actor import Actor


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One side of an entry, debit positive, minor units."""

    account: str
    currency: str
    amount_minor: int

    @property
    def debit_minor(self) -> int | None:
        """The left column."""
        return self.amount_minor if self.amount_minor > 0 else None

    @property
    def credit_minor(self) -> int | None:
        """The right column."""
        return -self.amount_minor if self.amount_minor < 0 else None


@dataclass(frozen=True, slots=True)
class PreviewEntry:
    """One journal entry that would be booked."""

    kind: str
    lines: tuple[PreviewLine, ...]

    @property
    def words(self) -> str:
        """Its kind, for people."""
        return self.kind.replace("_", " ").capitalize()


def rehearse(actor: Actor, case: Case, shares: Mapping[int, int], at: datetime) -> list[PreviewEntry]:
    """Execute the decision inside a transaction that is rolled back, and read what it booked."""
    with transaction.atomic():
        case = steps.locked(case)
        before = {entry.id for entry in ledger.entries_of_order(case.order_id)}
        lines = money.live_lines(case)
        amounts = {
            line.no: arithmetic.by_liability(claim, shares[line.no]).buyer_total
            for line, claim in zip(lines, money.claims(lines), strict=True)
        }
        money.execute(actor, case, amounts, f"{case.number}, decided", at)
        booked = [entry for entry in ledger.entries_of_order(case.order_id) if entry.id not in before]
        codes = [posting.account.code for entry in booked for posting in entry.postings.all()]
        names = ledger.labels_of(codes)
        found = [
            PreviewEntry(
                entry.kind,
                tuple(
                    PreviewLine(names.get(posting.account.code, posting.account.code), posting.currency,
                                posting.amount_minor)
                    for posting in entry.postings.all()
                ),
            )
            for entry in sorted(booked, key=lambda entry: entry.id)
        ]  # fmt: skip
        transaction.set_rollback(True)
    return found
