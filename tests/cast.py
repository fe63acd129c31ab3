"""The named cast: Ada buys, Bruno and Carla sell, Dora is a stranger from another buyer, Otto runs the market.

Calling a function twice in one test returns the same person. ``member`` adds a colleague with other roles.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from allauth.account.models import EmailAddress

from escrow.gateways.fake import engine
from escrow.gateways.stripe.accounts import find_recipient
from marketplace.identity.actors import actor_for
from marketplace.identity.models import Membership, Organization, User
from marketplace.lib.actor import Actor

PASSWORD = "harborline-demo"
JOINED = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Person:
    """Somebody who can act: the account, the company, and the Actor that a door would build."""

    user: User
    organization: Organization
    actor: Actor

    @property
    def id(self) -> Any:
        """The account's id."""
        return self.user.id


def _person(name: str, email: str, company: str, slug: str, country: str, roles: list[str], **sides: bool) -> Person:
    organization, _ = Organization.objects.get_or_create(
        slug=slug, defaults={"name": company, "country": country, "created_at": JOINED, **sides}
    )
    if sides.get("can_sell") and not find_recipient(organization.id):
        engine.open_recipient(organization_id=organization.id, name=company, at=JOINED)
    return member(organization, roles, name=name, email=email)


def member(organization: Organization, roles: list[str], *, name: str = "", email: str = "") -> Person:
    """A person with ``roles`` in ``organization``; named after the roles unless told."""
    email = email or f"{'-'.join(roles).replace('.', '-')}@{organization.slug}.example"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, PASSWORD, name=name or " ".join(roles), joined_at=JOINED)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    Membership.objects.get_or_create(
        user=user, organization=organization, defaults={"roles": roles, "created_at": JOINED}
    )
    return Person(user, organization, actor_for(user, organization))


def ada() -> Person:
    """Buyer, administrator of Delft Instruments."""
    return _person(
        "Ada Lindqvist", "ada@delft-instruments.example", "Delft Instruments BV", "delft-instruments", "NL",
        ["buyer.admin"], can_buy=True,
    )  # fmt: skip


def bruno() -> Person:
    """Vendor, administrator of Nordmetal."""
    return _person(
        "Bruno Kowalski", "bruno@nordmetal.example", "Nordmetal Zabrze", "nordmetal-zabrze", "PL",
        ["vendor.admin"], can_sell=True,
    )  # fmt: skip


def carla() -> Person:
    """Rival vendor, administrator of Hanwei."""
    return _person(
        "Carla Weng", "carla@hanwei.example", "Shenzhen Hanwei Precision", "shenzhen-hanwei", "CN",
        ["vendor.admin"], can_sell=True,
    )  # fmt: skip


def dora() -> Person:
    """Stranger: administrator of another buying company."""
    return _person(
        "Dora Haas", "dora@alpenwerk.example", "Alpenwerk Maschinenbau GmbH", "alpenwerk", "AT",
        ["buyer.admin"], can_buy=True,
    )  # fmt: skip


def otto() -> Person:
    """Operator: administrator of the market itself."""
    return _person(
        "Otto Brandt", "otto@harborline.example", "Harborline", "harborline", "DE",
        ["operator.admin"], can_operate=True,
    )  # fmt: skip
