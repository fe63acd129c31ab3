"""The inspector's link: signed, unguessable, without an account; it names one appointment and ends with it."""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from escrow.agreements.models import Inspection

SALT = "escrow.agreements.inspection"
MAX_AGE_SECONDS = 180 * 24 * 3600


def token(row: Inspection) -> str:
    """The secret part of the link to report on the appointment of today."""
    return signing.dumps({"i": str(row.id), "n": row.appointment_no}, salt=SALT, compress=True)


def opened(secret: str) -> tuple[UUID, int] | None:
    """(inspection, appointment number) of a link; None if it was not signed by us, or long ago."""
    try:
        body = signing.loads(secret, salt=SALT, max_age=MAX_AGE_SECONDS)
        return UUID(body["i"]), int(body["n"])
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None


def absolute(row: Inspection) -> str:
    """The whole address, for a letter."""
    return f"{settings.PUBLIC_URL}{reverse('inspection-report', args=[token(row)])}"
