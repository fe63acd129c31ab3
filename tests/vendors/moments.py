"""Times and texts that the tests of vendors share."""

from datetime import UTC, date, datetime

from tests.cast import Person
from vendors import services
from vendors.content import NewCertificate, StorefrontContent
from vendors.models import VendorProfile

APPLIED = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
SUBMITTED = datetime(2026, 2, 3, 9, 0, tzinfo=UTC)
DECIDED = datetime(2026, 2, 4, 9, 0, tzinfo=UTC)
CONTENT = StorefrontContent(
    kind="MANUFACTURER",
    headline="Die-cast enclosures",
    about="Two foundries and a tool shop in Upper Silesia.",
    founded_year=1994,
    staff=240,
    plant_area_m2=12_400,
    languages=("Polish", "English"),
    offers=("Enclosures", "Heat sinks"),
)
ISO = NewCertificate(name="ISO 9001:2015", issuer="TÜV SÜD", number="12 100 5", valid_until=date(2027, 1, 31))


def apply(person: Person) -> VendorProfile:
    """The person's company has drafted a storefront."""
    return services.apply_as_vendor(actor=person.actor, content=CONTENT, key="apply-key", at=APPLIED)


def submit(person: Person) -> VendorProfile:
    """It waits in the queue."""
    apply(person)
    return services.submit_for_verification(actor=person.actor, at=SUBMITTED)


def verify(person: Person, operator: Person) -> VendorProfile:
    """It is on the market."""
    profile = submit(person)
    return services.verify_vendor(actor=operator.actor, slug=profile.slug, at=DECIDED)
