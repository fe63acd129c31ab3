"""What screens, the API and the packages above read of vendors. Each function's number of SQL queries is fixed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, Prefetch, Q, QuerySet

from marketplace.identity.countries import NAMES
from marketplace.identity.models import Membership, MembershipState, User
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound
from vendors.models import Certificate, VendorProfile, VerificationDecision
from vendors.states import VendorState

DIRECTORY_PAGE = 24
_COUNTRIES_KEY = "vendors:countries"


def get_storefront(actor: Actor, slug: str) -> VendorProfile:
    """The storefront with its organisation and certificates. 2 queries. Raises NotFound: suspended is absent."""
    found = (
        VendorProfile.objects.visible_to(actor)
        .select_related("organization")
        .prefetch_related("certificates")
        .filter(organization__slug=slug)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def find_own(actor: Actor) -> VendorProfile | None:
    """The storefront of the actor's company in any state, with certificates and decisions. 3 queries."""
    if actor.organization_id is None:
        return None
    return (
        VendorProfile.objects.select_related("organization")
        .prefetch_related("certificates", "decisions")
        .filter(organization_id=actor.organization_id)
        .first()
    )


def get_own(actor: Actor) -> VendorProfile:
    """As ``find_own``. Raises NotFound before the company applied."""
    found = find_own(actor)
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class DirectoryPage:
    """A page of the supplier directory. ``following`` is the cursor of the next one, or ""."""

    suppliers: Sequence[VendorProfile]
    following: str


def directory(*, country: str = "", text: str = "", after: str = "", size: int = DIRECTORY_PAGE) -> DirectoryPage:
    """Verified suppliers by name, from after the slug ``after``; keyset, 2 or 3 queries."""
    rows = public_vendors().order_by("organization__name", "organization__slug")
    if country:
        rows = rows.filter(organization__country=country)
    if text:
        rows = rows.filter(
            Q(organization__name__icontains=text) | Q(headline__icontains=text) | Q(offers__icontains=text)
        )
    start = VendorProfile.objects.filter(organization__slug=after).values_list("organization__name").first()
    if start:
        rows = rows.filter(
            Q(organization__name__gt=start[0]) | Q(organization__name=start[0], organization__slug__gt=after)
        )
    found = list(rows[: size + 1])
    following = found[size - 1].slug if len(found) > size else ""
    return DirectoryPage(found[:size], following)


def public_vendors() -> QuerySet[VendorProfile]:
    """Vendors on the market with their organisation and certificates, lazily."""
    return VendorProfile.objects.public().select_related("organization").prefetch_related("certificates")


def countries() -> list[tuple[str, int]]:
    """Countries of verified suppliers with how many there are. Cached for a minute, else one query."""
    found: list[tuple[str, int]] | None = cache.get(_COUNTRIES_KEY)
    if found is None:
        rows = VendorProfile.objects.public().values_list("organization__country").annotate(n=Count("id"))
        found = list(rows.order_by("-n", "organization__country"))
        cache.set(_COUNTRIES_KEY, found, 60)
    return found


def forget_countries() -> None:
    """Drop the cached counts after a decision."""
    cache.delete(_COUNTRIES_KEY)


def is_verified(organization_id: UUID) -> bool:
    """The company sells on the market right now. One query."""
    return VendorProfile.objects.public().filter(organization_id=organization_id).exists()


def verified_among(organization_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these companies sell on the market right now. One query."""
    rows = VendorProfile.objects.public().filter(organization_id__in=list(organization_ids))
    return set(rows.values_list("organization_id", flat=True))


def deciders_of(organization_id: UUID) -> set[UUID]:
    """The people who decided about a company's verification: they judge none of its disputes. One query."""
    rows = VerificationDecision.objects.filter(vendor__organization_id=organization_id, decided_by__isnull=False)
    return set(rows.values_list("decided_by_id", flat=True))


def certificate_names(organization_ids: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The names of each company's certificates, shown beside its quotes. One query; all ids are in the answer."""
    wanted = list(organization_ids)
    rows = Certificate.objects.filter(vendor__organization_id__in=wanted).order_by("name")
    names: dict[UUID, tuple[str, ...]] = dict.fromkeys(wanted, ())
    for organization_id, name in rows.values_list("vendor__organization_id", "name"):
        names[organization_id] += (name,)
    return names


def queue(actor: Actor) -> list[VendorProfile]:
    """Applications that wait for a decision, longest first; only for operators. 2 queries."""
    rows = VendorProfile.objects.visible_to(actor).filter(state=VendorState.IN_REVIEW)
    return list(rows.select_related("organization").prefetch_related("certificates").order_by("submitted_at"))


def decided(actor: Actor, size: int = 30) -> list[VendorProfile]:
    """Vendors beyond the queue, the latest decision first; only for operators. 2 queries."""
    rows = VendorProfile.objects.visible_to(actor).exclude(state__in=[VendorState.IN_REVIEW, VendorState.APPLIED])
    return list(
        rows.select_related("organization").prefetch_related("decisions").order_by("-submitted_at", "-id")[:size]
    )


def queue_length(actor: Actor) -> int:
    """How many applications wait. One query on a partial index."""
    return VendorProfile.objects.filter(state=VendorState.IN_REVIEW).count()


@dataclass(frozen=True)
class Check:
    """One line of the operator's checklist: what the data itself can tell."""

    passed: bool
    label: str
    note: str


@dataclass(frozen=True)
class Review:
    """Everything an operator reads before deciding."""

    vendor: VendorProfile
    checks: list[Check]
    people: list[User]


def review(actor: Actor, slug: str) -> Review:
    """The evidence about one vendor. 4 queries. Raises NotFound."""
    vendor = (
        VendorProfile.objects.visible_to(actor)
        .select_related("organization")
        .prefetch_related("decisions", Prefetch("certificates", Certificate.objects.select_related("stored_file")))
        .filter(organization__slug=slug)
        .first()
    )
    if vendor is None:
        raise NotFound
    members = Membership.objects.filter(organization_id=vendor.organization_id, state=MembershipState.ACTIVE)
    people = [membership.user for membership in members.select_related("user").order_by("created_at")[:20]]
    return Review(vendor, _checks(vendor), people)


def _checks(vendor: VendorProfile) -> list[Check]:
    organization = vendor.organization
    certificates = list(vendor.certificates.all())
    country = NAMES.get(organization.country, organization.country)
    return [
        Check(bool(organization.vat_number), "VAT number", organization.vat_number or "none given"),
        Check(bool(organization.city), "Registered seat", f"{organization.city or 'no city'}, {country}"),
        Check(bool(vendor.founded_year), "Founded", str(vendor.founded_year or "not said")),
        Check(len(vendor.about) >= 80, "Company described", f"{len(vendor.about)} characters"),
        Check(bool(certificates), "Certificates", ", ".join(one.name for one in certificates) or "none"),
        Check(
            bool(certificates) and all(one.stored_file_id for one in certificates),
            "Certificate copies",
            f"{sum(bool(one.stored_file_id) for one in certificates)} of {len(certificates)} with a file",
        ),
    ]
