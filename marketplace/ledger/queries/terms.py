"""Reads of what vendors pay and how they are paid: rules, settlement terms, exchange rates."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q, QuerySet

from marketplace.ledger.commission import Charged, Rule, charge
from marketplace.ledger.models import CommissionRule, ExchangeRate, SettlementTerms
from marketplace.ledger.plans import percent
from marketplace.ledger.states import TermsState
from marketplace.lib.money import Money


def commission_rules(vendor_id: UUID | None = None) -> QuerySet[CommissionRule]:
    """All rules, those that still count first, the newest first; with a vendor, those that speak of it or of all."""
    rules = CommissionRule.objects.select_related("vendor")
    if vendor_id:
        rules = rules.filter(Q(vendor_id=vendor_id) | Q(vendor__isnull=True))
    return rules.order_by(F("valid_until").desc(nulls_first=True), "-valid_from", "-id")


def rules_in_force(vendor_id: UUID | None, at: datetime) -> QuerySet[CommissionRule]:
    """The rules of a moment that may apply to a vendor's orders (None: those that apply to everybody)."""
    whose = Q(vendor__isnull=True) | Q(vendor_id=vendor_id) if vendor_id else Q(vendor__isnull=True)
    running = Q(valid_until__isnull=True) | Q(valid_until__gt=at)
    return commission_rules().filter(whose & running, valid_from__lte=at)


def standard_rule() -> Rule:
    """What applies where no rule does."""
    return Rule(basis_points=settings.COMMISSION_BASIS_POINTS)


def commission_of_lines(
    *,
    vendor_id: UUID | None,
    lines: Sequence[tuple[str, int]],
    freight_minor: int,
    plan_kind: str,
    currency: str,
    at: datetime,
) -> Charged:
    """What an order that opens at ``at`` costs its vendor, rule by rule. One SQL query."""
    return charge(
        lines=lines,
        freight=freight_minor,
        rules=[_pure(row) for row in rules_in_force(vendor_id, at)],
        standard=standard_rule(),
        vendor=str(vendor_id or ""),
        plan_kind=plan_kind,
        currency=currency,
    )


def _pure(row: CommissionRule) -> Rule:
    return Rule(
        ref=str(row.id), name=row.name, vendor=str(row.vendor_id or ""), category_path=row.category_path,
        plan_kind=row.plan_kind, currency=row.currency, basis_points=row.basis_points,
        tiers=tuple((start, bp) for start, bp in row.tiers), fixed=row.fixed_minor, minimum=row.minimum_minor,
        maximum=row.maximum_minor, tax_basis_points=row.tax_basis_points,
        order=(row.valid_from.isoformat(), str(row.id)),
    )  # fmt: skip


def rule_words(row: CommissionRule) -> str:
    """A rule in a few words: ``3 %, from €10,000.00 2.5 %, + €5.00``."""
    rule = _pure(row)
    text = rule.words(0, row.currency or "EUR")
    return text + "".join(f"; from {_amount(start, row)} {percent(bp)}" for start, bp in rule.tiers if start)


def _amount(minor: int, row: CommissionRule) -> str:
    return str(Money(minor, row.currency))


@dataclass(frozen=True, slots=True)
class Settling:
    """Settlement terms as they count: a vendor's own, or the market's for everybody."""

    currency: str
    reserve_bp: int
    reserve_days: int
    maturity_days: int
    schedule: str
    schedule_day: int
    minimum_minor: int
    method: str
    iban: str
    bic: str

    def frozen(self) -> dict[str, int]:
        """What an order keeps of them."""
        return {
            "reserve_bp": self.reserve_bp, "reserve_days": self.reserve_days, "maturity_days": self.maturity_days,
        }  # fmt: skip


def standard_terms() -> Settling:
    """For vendors with whom nothing else was agreed."""
    return Settling(
        currency="", reserve_bp=settings.VENDOR_RESERVE_BASIS_POINTS, reserve_days=settings.VENDOR_RESERVE_DAYS,
        maturity_days=settings.MATURITY_DAYS, schedule="DAILY", schedule_day=1, minimum_minor=0, method="PROVIDER",
        iban="", bic="",
    )  # fmt: skip


def settlement_terms(vendor_id: UUID) -> Settling:
    """The terms that count for a vendor now. One SQL query."""
    return terms_of([vendor_id])[vendor_id]


def terms_of(vendor_ids: Collection[UUID]) -> dict[UUID, Settling]:
    """The terms that count, by vendor. One SQL query."""
    rows = SettlementTerms.objects.filter(vendor_id__in=vendor_ids, state=TermsState.AGREED)
    found = {row.vendor_id: _settling(row) for row in rows.order_by("created_at", "id")}
    return {vendor_id: found.get(vendor_id, standard_terms()) for vendor_id in vendor_ids}


def _settling(row: SettlementTerms) -> Settling:
    return Settling(
        currency=row.currency, reserve_bp=row.reserve_bp, reserve_days=row.reserve_days,
        maturity_days=row.maturity_days, schedule=row.schedule, schedule_day=row.schedule_day,
        minimum_minor=row.minimum_minor, method=row.method, iban=row.iban, bic=row.bic,
    )  # fmt: skip


def find_proposal(vendor_id: UUID) -> SettlementTerms | None:
    """What the vendor asked for and nobody has answered: its newest row, if that is a proposal."""
    newest = SettlementTerms.objects.filter(vendor_id=vendor_id).order_by("-created_at", "-id").first()
    return newest if newest and newest.state == TermsState.PROPOSED else None


def agreed_terms() -> QuerySet[SettlementTerms]:
    """The newest row of each vendor that has terms of its own."""
    newest = SettlementTerms.objects.order_by("vendor_id", "-created_at", "-id").distinct("vendor_id")
    return SettlementTerms.objects.filter(pk__in=newest.values("pk")).select_related("vendor").order_by("vendor__name")


def exchange_rates() -> QuerySet[ExchangeRate]:
    """All rates, the newest first."""
    return ExchangeRate.objects.order_by("-at", "base", "quote")


def find_rate(base: str, quote: str, at: datetime) -> Decimal | None:
    """One unit of ``base`` in ``quote`` as of ``at``; None if nobody has entered it. One SQL query."""
    if base == quote:
        return Decimal(1)
    found = ExchangeRate.objects.filter(base=base, quote=quote, at__lte=at).order_by("-at").first()
    return found.rate if found else None
