"""Brings the companies and their people to the market: they register, invite, apply and are verified."""

from collections.abc import Iterable
from datetime import date, datetime

from escrow.gateways.fake import engine
from infra.seed.companies import OPERATORS, Buyer, Colleague, Supplier
from infra.seed.products import FAMILIES
from marketplace.identity import services as identity
from marketplace.identity.actors import actor_for
from marketplace.identity.demo import DEMO_PASSWORD
from marketplace.identity.links import invitation_token
from marketplace.identity.models import Membership, Organization, User
from marketplace.lib.actor import Actor
from vendors import services as vendors
from vendors.content import NewCertificate, StorefrontContent

SETUP = Actor.for_system("seed")
_DISTRIBUTORS = {"van-dijk-fasteners", "tyne-tool", "cables-de-provence"}
_OFFERS = {name: family.title.split(",")[0].split(" {")[0].removesuffix(" i =") for name, family in FAMILIES.items()}


def open_market(at: datetime) -> None:
    """The company that runs it."""
    first = OPERATORS[0]
    user = _account(first, at)
    identity.register_organization(
        actor=actor_for(user), name="Harborline", sides=(), country="NL", city="Rotterdam", operator=True,
        slug="harborline", key="seed:harborline", at=at,
    )  # fmt: skip
    _invite(first, OPERATORS[1:], "harborline", at)


def enter_buyer(buyer: Buyer, at: datetime) -> None:
    """A buying company with its people and its delivery address."""
    user = _account(buyer.people[0], at)
    identity.register_organization(
        actor=actor_for(user), name=buyer.name, sides=("buy",), country=buyer.country, city=buyer.city,
        vat_number=buyer.vat, slug=buyer.slug, key=f"seed:{buyer.slug}", at=at,
    )  # fmt: skip
    _invite(buyer.people[0], buyer.people[1:], buyer.slug, at)


def enter_supplier(supplier: Supplier, at: datetime) -> None:
    """A supplier with its people, its application and its certificates; not verified yet."""
    user = _account(supplier.people[0], at)
    identity.register_organization(
        actor=actor_for(user), name=supplier.name, sides=("sell",), country=supplier.country, city=supplier.city,
        vat_number=supplier.vat, slug=supplier.slug, key=f"seed:{supplier.slug}", at=at,
    )  # fmt: skip
    _invite(supplier.people[0], supplier.people[1:], supplier.slug, at)
    actor = person(supplier.slug)
    content = StorefrontContent(
        kind="DISTRIBUTOR" if supplier.slug in _DISTRIBUTORS else "MANUFACTURER",
        headline=supplier.headline, about=supplier.about, founded_year=supplier.founded, staff=supplier.staff,
        plant_area_m2=supplier.plant_m2, languages=supplier.languages,
        offers=tuple(_OFFERS[family] for family in supplier.families),
        terms="Incoterms 2020 as quoted. Paid through trade assurance: the money is released when you accept the goods.",
    )  # fmt: skip
    vendors.apply_as_vendor(actor=actor, content=content, key=f"seed:{supplier.slug}", at=at)
    for number, one in enumerate(supplier.certificates, start=1):
        certificate = NewCertificate(
            name=one.name, issuer=one.issuer, number=one.number, valid_until=date(at.year + one.valid_years, 6, 30)
        )
        vendors.add_certificate(actor=actor, certificate=certificate, key=f"seed:{supplier.slug}:{number}", at=at)
    vendors.submit_for_verification(actor=actor, at=at)


def verify_supplier(slug: str, at: datetime) -> None:
    """The operator's moderator looks and agrees."""
    vendors.verify_vendor(actor=person("harborline", "operator.moderator"), slug=slug, at=at)
    organization = Organization.objects.get(slug=slug)
    engine.open_recipient(organization_id=organization.id, name=organization.name, at=at)


def person(slug: str, role: str = "") -> Actor:
    """Somebody of the company: the administrator, or the first with ``role``."""
    organization = Organization.objects.get(slug=slug)
    memberships = (
        Membership.objects.filter(organization=organization).select_related("user").order_by("created_at", "id")
    )
    found = memberships.filter(roles__contains=[role]).first() if role else None
    chosen = found or memberships.first()
    if chosen is None:
        raise LookupError(f"nobody works at {slug}")
    return actor_for(chosen.user, organization)


def _account(colleague: Colleague, at: datetime) -> User:
    return identity.create_account(
        actor=SETUP, email=colleague.email, name=colleague.name, password=DEMO_PASSWORD, at=at
    )


def _invite(host: Colleague, guests: Iterable[Colleague], slug: str, at: datetime) -> None:
    actor = actor_for(User.objects.get(email=host.email), Organization.objects.get(slug=slug))
    for guest in guests:
        invitation = identity.invite_member(
            actor=actor, email=guest.email, roles=guest.roles, key=f"seed:{guest.email}", at=at
        )
        user = _account(guest, at)
        identity.accept_invitation(actor=actor_for(user), token=invitation_token(invitation.id), at=at)
