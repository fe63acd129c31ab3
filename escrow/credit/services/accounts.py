"""The writers of credit accounts: asked for, decided, raised and lowered, put on hold, closed."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from escrow.credit import policy
from escrow.credit.machinery import history, line
from escrow.credit.machinery.accounts import CreditInUse, advance, move_account
from escrow.credit.models import CreditAccount, CreditDocument
from escrow.credit.states import AccountState, Dunning, Exposure
from marketplace.identity.models import Organization
from marketplace.identity.policy import company
from marketplace.ledger import queries as ledger
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, Invalid, NotFound
from marketplace.lib.money import Money, exponent
from marketplace.outbox import idempotency
from marketplace.storage import files


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditTerms:
    """What a lender grants. Rates in basis points, ``late_bp`` a year."""

    net_days: int = 30
    is_end_of_month: bool = False
    discount_bp: int = 0
    discount_days: int = 0
    late_bp: int = -1  # the statutory rate
    grace_days: int = 0
    exposure: str = Exposure.ORDER
    dunning: str = Dunning.STANDARD
    needs_purchase_order: bool = False
    is_consolidated: bool = False

    def values(self) -> dict[str, Any]:
        """As the account's columns. Raises Invalid, naming the field."""
        checks = (
            (1 <= self.net_days <= 180, "net_days", "Give 1 to 180 days."),
            (0 <= self.discount_bp <= 2_000, "discount_bp", "A discount is 0 % to 20 %."),
            (0 <= self.discount_days < self.net_days, "discount_days", "The discount ends before the invoice is due."),
            (self.late_bp <= 5_000, "late_bp", "Late interest is at most 50 % a year."),
            (0 <= self.grace_days <= 30, "grace_days", "Give 0 to 30 days of grace."),
            (self.exposure in Exposure.values, "exposure", f"Choose one of {', '.join(Exposure.values)}."),
            (self.dunning in Dunning.values, "dunning", f"Choose one of {', '.join(Dunning.values)}."),
        )
        for holds, name, remedy in checks:
            if not holds:
                raise Invalid.field(name, remedy)
        found = {item.name: getattr(self, item.name) for item in fields(self)}
        if self.late_bp < 0:
            found["late_bp"] = settings.LATE_INTEREST_BASIS_POINTS
        return found


def request_credit(
    *,
    actor: Actor,
    lender: str,
    currency: str,
    amount_minor: int,
    note: str,
    document_ids: Sequence[UUID] = (),
    key: str,
    at: datetime,
) -> CreditAccount:
    """Ask a vendor (its slug), or the market (empty), for credit. The buyer's finance and administrators.

    Raises NotAllowed, NotFound for an unknown lender, Invalid, Conflict where there is such an account already.
    Publishes CreditAccountAdvanced.
    """
    require(policy.may_request_credit(actor))
    exponent(currency)
    if amount_minor <= 0:
        raise Invalid.field("amount", "Ask for more than zero.")
    with transaction.atomic():
        inputs = {"lender": lender, "currency": currency, "amount": amount_minor}
        attempt = idempotency.begin(actor=actor, service="credit.request_credit", key=key, inputs=inputs)
        if attempt.done:
            return CreditAccount.objects.get(pk=attempt.result)
        try:
            with transaction.atomic():
                account = CreditAccount.objects.create(
                    number=_next_number(),
                    buyer_id=company(actor),
                    lender=_lender(lender),
                    currency=currency,
                    requested_minor=amount_minor,
                    request_note=note,
                    late_bp=settings.LATE_INTEREST_BASIS_POINTS,
                    requested_by_name=actor.user_name,
                    requested_at=at,
                )
        except IntegrityError as error:
            raise Conflict(f"You already have a credit account in {currency} with this lender.") from error
        for document_id in document_ids:
            CreditDocument.objects.create(account=account, file=files.get_file(actor, document_id), added_at=at)
        history.tell_account(actor, account, "request", at, {"amount_minor": amount_minor, "currency": currency})
        attempt.finish(account.id)
    return account


def approve_credit(
    *, actor: Actor, number: str, limit_minor: int, terms: CreditTerms, key: str, at: datetime
) -> CreditAccount:
    """Grant ``limit_minor`` on ``terms``. The lender's administrators or the operator.

    Raises NotFound, NotAllowed, Invalid, WrongState. Publishes CreditAccountAdvanced.
    """
    values = terms.values()
    _check_limit(limit_minor)
    inputs = {"number": number, "limit": limit_minor, "terms": values}
    with transaction.atomic():
        attempt = idempotency.begin(actor=actor, service="credit.approve_credit", key=key, inputs=inputs)
        if attempt.done:
            return CreditAccount.objects.get(pk=attempt.result)
        account = _locked(actor, number)
        require(policy.may_decide_credit(actor, account))
        for name, value in values.items():
            setattr(account, name, value)
        account.limit_minor = limit_minor
        account.decided_by_name, account.decided_at = actor.user_name, at
        told = {"limit_minor": limit_minor, "currency": account.currency, "terms": account.terms.words}
        advance(actor, account, "approve", at, told, changed=[*values, "limit_minor", "decided_by_name", "decided_at"])
        line.settle(account, at)
        attempt.finish(account.id)
    return account


def change_limit(*, actor: Actor, number: str, limit_minor: int, reason: str, key: str, at: datetime) -> CreditAccount:
    """Raise or lower a granted limit; what is ordered or owed stays covered.

    The lender's administrators or the operator. Raises NotFound, NotAllowed, Invalid, CreditInUse, WrongState.
    """
    _check_limit(limit_minor)
    inputs = {"number": number, "limit": limit_minor}
    with transaction.atomic():
        attempt = idempotency.begin(actor=actor, service="credit.change_limit", key=key, inputs=inputs)
        if attempt.done:
            return CreditAccount.objects.get(pk=attempt.result)
        account = _locked(actor, number)
        require(policy.may_decide_credit(actor, account))
        if account.state not in {AccountState.ACTIVE, AccountState.ON_HOLD}:
            raise Conflict("Only an active account has a limit to change.")
        taken = ledger.credit_line(number)
        if limit_minor < taken.reserved + taken.used:
            floor = Money(taken.reserved + taken.used, account.currency)
            raise CreditInUse(f"{floor} is ordered or owed on this account. The limit can go down to that now.")
        before, account.limit_minor = account.limit_minor, limit_minor
        account.save(update_fields=["limit_minor"])
        told = {"before_minor": before, "limit_minor": limit_minor, "currency": account.currency, "reason": reason}
        history.tell_account(actor, account, "limit", at, told)
        line.settle(account, at)
        attempt.finish(account.id)
    return account


def take_account_step(
    *, actor: Actor, number: str, action: str, reason: str = "", key: str, at: datetime
) -> CreditAccount:
    """One of ``review``, ``decline``, ``withdraw``, ``hold``, ``lift``, ``suspend``, ``resume``, ``close``.

    The buyer withdraws its own request; all else is for the lender's administrators and the operator. Raises
    NotFound, NotAllowed, Invalid without a reason where one is due, CreditInUse, WrongState.
    """
    if action not in STEPS:
        raise NotFound
    if action in {"decline", "hold", "suspend"} and not reason.strip():
        raise Invalid.field("reason", "Say why: the buyer reads it.")
    with transaction.atomic():
        inputs = {"number": number, "action": action}
        attempt = idempotency.begin(actor=actor, service="credit.take_account_step", key=key, inputs=inputs)
        if attempt.done:
            return CreditAccount.objects.get(pk=attempt.result)
        account = _locked(actor, number)
        may = policy.may_withdraw_request if action == "withdraw" else policy.may_decide_credit
        require(may(actor, account))
        move_account(actor, account, action, at, reason=reason)
        attempt.finish(account.id)
    return account


STEPS = ("review", "decline", "withdraw", "hold", "lift", "suspend", "resume", "close")


def _locked(actor: Actor, number: str) -> CreditAccount:
    account = CreditAccount.objects.visible_to(actor).locked(number=number).first()
    if account is None:
        raise NotFound
    return account


def _check_limit(limit_minor: int) -> None:
    if limit_minor <= 0:
        raise Invalid.field("limit", "A limit is more than zero. To end the credit, suspend or close the account.")


def _lender(slug: str) -> Organization:
    """A selling company by its slug, or the market itself."""
    lenders = Organization.objects.order_by("created_at")
    found = lenders.filter(slug=slug, can_sell=True).first() if slug else lenders.filter(can_operate=True).first()
    if found is None:
        raise NotFound
    return found


def _next_number() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('credit_account_number')")
        return f"CR-{cursor.fetchone()[0]}"
