"""Companies: how they come to the market and what they say about themselves."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from marketplace.identity.events import OrganizationRegistered, OrganizationUpdated
from marketplace.identity.models import Membership, Organization
from marketplace.identity.policy import company, may_manage, person
from marketplace.lib import money
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Invalid, NotFound
from marketplace.outbox import idempotency
from marketplace.outbox.publishing import publish

_ADMIN_OF_SIDE = {"buy": "buyer.admin", "sell": "vendor.admin", "operate": "operator.admin"}


def register_organization(
    *,
    actor: Actor,
    name: str,
    sides: Collection[str],
    country: str,
    city: str = "",
    vat_number: str = "",
    currency: str = "EUR",
    slug: str = "",
    operator: bool = False,
    key: str,
    at: datetime,
) -> Organization:
    """A new company with ``actor``'s person as its administrator.

    ``sides`` are ``buy`` and ``sell``; ``operate`` is given by ``operator``, which only the market's own
    set-up passes, and once. Raises NotAllowed for a machine, Invalid for wrong data. Publishes OrganizationRegistered.
    """
    with transaction.atomic():
        founder = person(actor)
        chosen = sorted({*sides, "operate"} if operator else set(sides))
        inputs = {"name": name, "sides": chosen, "country": country, "user": founder}
        replay = idempotency.begin(actor=actor, service="identity.register_organization", key=key, inputs=inputs)
        if replay.done:
            return Organization.objects.get(pk=replay.result)
        if not chosen or not set(chosen) <= ({"buy", "sell", "operate"} if operator else {"buy", "sell"}):
            raise Invalid.field("sides", "Choose whether your company buys, sells, or both.")
        operated = "operate" in chosen and Organization.objects.filter(can_operate=True).exists()
        require(not operated, "This market has its operator. Ask them for an invitation.")
        organization = Organization(
            slug=_free_slug(slug or name),
            can_buy="buy" in chosen,
            can_sell="sell" in chosen,
            can_operate="operate" in chosen,
            created_at=at,
        )
        _describe(organization, name=name, country=country, city=city, vat_number=vat_number, currency=currency)
        organization.save(force_insert=True)
        Membership.objects.create(
            user_id=founder,
            organization=organization,
            roles=[_ADMIN_OF_SIDE[side] for side in chosen],
            created_at=at,
        )
        publish(OrganizationRegistered(organization_id=organization.id, user_id=founder, sides=chosen))
        replay.finish(organization.id)
        return organization


def update_organization(
    *, actor: Actor, name: str, country: str, city: str, vat_number: str, currency: str
) -> Organization:
    """Change the company data of the actor's organisation. Administrators; publishes OrganizationUpdated.

    Raises NotFound, NotAllowed, Invalid.
    """
    with transaction.atomic():
        organization = Organization.objects.select_for_update().filter(pk=company(actor)).first()
        if organization is None:
            raise NotFound
        require(may_manage(actor))
        _describe(organization, name=name, country=country, city=city, vat_number=vat_number, currency=currency)
        organization.save(update_fields=["name", "country", "city", "vat_number", "currency"])
        publish(OrganizationUpdated(organization_id=organization.id))
        return organization


def _describe(
    organization: Organization, *, name: str, country: str, city: str, vat_number: str, currency: str
) -> None:
    if not name.strip():
        raise Invalid.field("name", "Write the company's name as it stands in the trade register.")
    if len(country) != 2 or not country.isascii() or not country.isalpha():
        raise Invalid.field("country", "Choose the country where the company is registered.")
    money.exponent(currency)
    organization.name = name.strip()
    organization.country = country.upper()
    organization.city = city.strip()
    organization.vat_number = vat_number.replace(" ", "").upper()
    organization.currency = currency


def _free_slug(wanted: str) -> str:
    base = slugify(wanted)[:70].strip("-") or "company"
    taken = set(Organization.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        candidate
        for number in range(1, len(taken) + 2)
        if (candidate := base if number == 1 else f"{base}-{number}") not in taken
    )
