"""The writers of commission rules, settlement terms and exchange rates. Nothing is rewritten: a change is a new row."""

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from marketplace.identity.models import Organization
from marketplace.ledger.models import CommissionRule, ExchangeRate, SettlementTerms
from marketplace.ledger.plans import KINDS
from marketplace.ledger.queries.terms import Settling, find_proposal, settlement_terms
from marketplace.ledger.states import PayoutMethod, PayoutSchedule, TermsState
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, Invalid, NotFound
from marketplace.lib.money import exponent
from marketplace.outbox import idempotency

_HIGHEST_BP = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRule:
    """A commission rule to add; see ``commission.Rule``. ``vendor_id`` None is everybody."""

    name: str
    vendor_id: UUID | None = None
    category_path: str = ""
    plan_kind: str = ""
    currency: str = ""
    basis_points: int = 0
    tiers: tuple[tuple[int, int], ...] = ()
    fixed_minor: int = 0
    minimum_minor: int = 0
    maximum_minor: int | None = None
    tax_basis_points: int = 0


def _may_set(actor: Actor) -> None:
    require(actor.is_system or (actor.operates and actor.can("money.move")))


def add_commission_rule(
    *, actor: Actor, rule: NewRule, valid_from: datetime | None = None, key: str, at: datetime
) -> CommissionRule:
    """Add a rule for orders that open from ``valid_from`` (now) on. The operator's finance and administrators.

    Orders that are open keep what was frozen on them. Raises NotAllowed, Invalid, NotFound, KeyReused.
    """
    _may_set(actor)
    starts = valid_from or at
    with transaction.atomic():
        attempt = idempotency.begin(
            actor=actor, service="ledger.add_commission_rule", key=key, inputs={**asdict(rule), "from": valid_from}
        )
        if attempt.done:
            return CommissionRule.objects.get(pk=attempt.result)
        _check(rule, starts, at)
        made = CommissionRule.objects.create(
            **{**asdict(rule), "tiers": [list(tier) for tier in rule.tiers]},
            valid_from=starts, created_by_name=actor.user_name, created_at=at,
        )  # fmt: skip
        attempt.finish(made.id)
    return made


def _check(rule: NewRule, starts: datetime, at: datetime) -> None:
    amounts = rule.tiers or rule.fixed_minor or rule.minimum_minor or rule.maximum_minor is not None
    if rule.currency:
        exponent(rule.currency)
    rates = [rule.basis_points, rule.tax_basis_points, *(bp for _, bp in rule.tiers)]
    checks = (
        (bool(rule.name.strip()), "name", "Give the rule a name: suppliers read it."),
        (all(0 <= bp <= _HIGHEST_BP for bp in rates), "percentage", "A percentage is 0 to 50."),
        (not amounts or bool(rule.currency), "currency", "Amounts need a currency."),
        (rule.fixed_minor >= 0 and rule.minimum_minor >= 0, "fixed", "Amounts are not negative."),
        (
            rule.maximum_minor is None or rule.maximum_minor >= rule.minimum_minor,
            "maximum", "The most is not less than the least.",
        ),
        (len({start for start, _ in rule.tiers}) == len(rule.tiers), "tiers", "Each tier starts at another value."),
        (rule.plan_kind in {"", *KINDS}, "plan_kind", f"Choose one of {', '.join(KINDS)}."),
        (starts >= at, "valid_from", "A rule cannot begin in the past."),
    )  # fmt: skip
    for holds, field, remedy in checks:
        if not holds:
            raise Invalid.field(field, remedy)


def end_commission_rule(*, actor: Actor, rule_id: UUID, at: datetime) -> CommissionRule:
    """Let a rule end now: orders that open later go by others. As ``add_commission_rule``; twice is once."""
    _may_set(actor)
    with transaction.atomic():
        rule = CommissionRule.objects.select_for_update().filter(pk=rule_id).first()
        if rule is None:
            raise NotFound
        if rule.valid_until is None:
            rule.valid_until = max(at, rule.valid_from)
            rule.save(update_fields=["valid_until"])
    return rule


def set_settlement_terms(*, actor: Actor, vendor_id: UUID, terms: Settling, key: str, at: datetime) -> SettlementTerms:
    """Agree on how a vendor is paid, from now on. The operator's finance and administrators.

    Orders that are open keep currency, reserve and waiting time. Raises NotAllowed, Invalid, NotFound, KeyReused.
    """
    _may_set(actor)
    return _write(actor, vendor_id, terms, TermsState.AGREED, key, at)


def propose_settlement_terms(
    *, actor: Actor, currency: str, schedule: str, schedule_day: int, key: str, at: datetime
) -> SettlementTerms:
    """Ask for another currency or other payout days; the operator decides. The vendor's finance and administrators.

    Raises NotAllowed, Invalid, Conflict if that is what counts already.
    """
    vendor_id = actor.organization_id
    require(actor.sells and actor.can("payout.view") and vendor_id is not None)
    assert vendor_id is not None  # noqa: S101  # required above
    counts = asdict(settlement_terms(vendor_id))
    asked = {**counts, "currency": currency, "schedule": schedule, "schedule_day": schedule_day}
    if asked == counts:
        raise Conflict("That is how you are paid already.")
    return _write(actor, vendor_id, Settling(**asked), TermsState.PROPOSED, key, at)


def answer_proposal(*, actor: Actor, vendor_id: UUID, agreed: bool, key: str, at: datetime) -> SettlementTerms:
    """Agree to what the vendor asks for, or confirm what counts. As ``set_settlement_terms``."""
    _may_set(actor)
    proposal = find_proposal(vendor_id)
    counts = settlement_terms(vendor_id)
    if proposal is None:
        raise NotFound
    changed = {name: getattr(proposal, name) for name in ("currency", "schedule", "schedule_day")}
    terms = Settling(**{**asdict(counts), **changed}) if agreed else counts
    return _write(actor, vendor_id, terms, TermsState.AGREED, key, at)


def _write(
    actor: Actor, vendor_id: UUID, terms: Settling, state: TermsState, key: str, at: datetime
) -> SettlementTerms:
    checks = (
        (terms.schedule in PayoutSchedule.values, "schedule", f"Choose one of {', '.join(PayoutSchedule.values)}."),
        (1 <= terms.schedule_day <= 28, "schedule_day", "Give a weekday (1 to 7) or a day of the month (1 to 28)."),
        (terms.schedule != "WEEKLY" or terms.schedule_day <= 7, "schedule_day", "A week has seven days."),
        (0 <= terms.reserve_bp <= _HIGHEST_BP, "reserve", "A reserve is 0 % to 50 %."),
        (0 <= terms.reserve_days <= 365, "reserve_days", "Give 0 to 365 days."),
        (0 <= terms.maturity_days <= 90, "maturity_days", "Give 0 to 90 days."),
        (terms.minimum_minor >= 0, "minimum", "Amounts are not negative."),
        (terms.method in PayoutMethod.values, "method", f"Choose one of {', '.join(PayoutMethod.values)}."),
        (terms.method != "BANK" or bool(terms.iban), "iban", "A bank transfer needs an IBAN."),
    )
    for holds, field, remedy in checks:
        if not holds:
            raise Invalid.field(field, remedy)
    if terms.currency:
        exponent(terms.currency)
    with transaction.atomic():
        inputs = {**asdict(terms), "vendor": vendor_id}
        attempt = idempotency.begin(actor=actor, service=f"ledger.terms.{state.lower()}", key=key, inputs=inputs)
        if attempt.done:
            return SettlementTerms.objects.get(pk=attempt.result)
        if not Organization.objects.filter(pk=vendor_id, can_sell=True).exists():
            raise NotFound
        made = SettlementTerms.objects.create(
            vendor_id=vendor_id, state=state, **asdict(terms), created_by_name=actor.user_name, created_at=at
        )
        attempt.finish(made.id)
    return made


def enter_exchange_rate(
    *, actor: Actor, base: str, quote: str, rate: Decimal, source: str, key: str, at: datetime
) -> ExchangeRate:
    """Enter what one unit of ``base`` is in ``quote`` from now on. The operator's finance and administrators.

    Orders that are open keep their rate. Raises NotAllowed, Invalid, KeyReused.
    """
    _may_set(actor)
    exponent(base)
    exponent(quote)
    if base == quote or not rate.is_finite() or not 0 < rate < 10**9 or rate != round(rate, 8):
        raise Invalid.field("rate", "A rate is between two currencies, above zero, with at most eight decimals.")
    with transaction.atomic():
        inputs = {"base": base, "quote": quote, "rate": rate}
        attempt = idempotency.begin(actor=actor, service="ledger.enter_exchange_rate", key=key, inputs=inputs)
        if attempt.done:
            return ExchangeRate.objects.get(pk=attempt.result)
        made = ExchangeRate.objects.create(
            base=base, quote=quote, rate=rate, source=source[:80], at=at, created_by_name=actor.user_name,
            created_at=at,
        )  # fmt: skip
        attempt.finish(made.id)
    return made
