"""What a vendor says about itself, as one typed value, and the rules that it must meet. Pure."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from marketplace.lib.errors import Invalid
from vendors.states import Kind

MAX_WORDS = 12


@dataclass(frozen=True, kw_only=True)
class StorefrontContent:
    """The company facts of a storefront. ``offers`` and ``languages`` are words, ``about`` and ``terms`` prose."""

    kind: str
    headline: str
    about: str = ""
    founded_year: int | None = None
    staff: int | None = None
    plant_area_m2: int | None = None
    languages: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    terms: str = ""


@dataclass(frozen=True, kw_only=True)
class NewCertificate:
    """A certificate as the vendor presents it; ``file_id`` is a confirmed upload of the vendor."""

    name: str
    issuer: str
    number: str
    valid_until: date | None = None
    file_id: UUID | None = field(default=None)


def check_content(content: StorefrontContent, *, year: int) -> None:
    """Raise Invalid naming the first field that is wrong; ``year`` is the current one."""
    if content.kind not in Kind.values:
        raise Invalid.field("kind", f"Choose one of {', '.join(Kind.values)}.")
    if not content.headline.strip():
        raise Invalid.field("headline", "Say in one sentence what you make.")
    if content.founded_year is not None and not 1700 <= content.founded_year <= year:
        raise Invalid.field("founded_year", f"Write a year from 1700 to {year}.")
    for name in ("languages", "offers"):
        if len(getattr(content, name)) > MAX_WORDS:
            raise Invalid.field(name, f"Name up to {MAX_WORDS}, the most important first.")


def check_certificate(certificate: NewCertificate, *, today: date) -> None:
    """Raise Invalid naming the field that is wrong."""
    for name in ("name", "issuer", "number"):
        if not getattr(certificate, name).strip():
            raise Invalid.field(name, "A certificate has a name, an issuer and a number.")
    if certificate.valid_until is not None and certificate.valid_until < today:
        raise Invalid.field("valid_until", "This certificate has expired. Add the renewed one.")
