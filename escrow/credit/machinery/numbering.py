"""Numbers of invoices and credit notes: per seller, kind and year, without gaps. Given under the seller's lock."""

import re

from django.db import IntegrityError, transaction

from escrow.credit.models import NumberSeries, SeriesOwner
from marketplace.identity.models import Organization

INVOICES, CREDIT_NOTES = "", "CN"


def next_number(seller: Organization, kind: str, year: int) -> str:
    """The next number: ``NORD-2026-0001``, ``NORD-CN-2026-0001``.

    Runs in the transaction that issues the paper: if that is rolled back, so is the number.
    """
    owner = _owner(seller)
    series, _ = NumberSeries.objects.get_or_create(owner=owner, kind=kind, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    letters = f"{owner.prefix}-{kind}" if kind else owner.prefix
    return f"{letters}-{year}-{series.last:04d}"


def _owner(seller: Organization) -> SeriesOwner:
    """The seller's row, locked; made on the first paper, with letters that no other seller has."""
    letters = re.sub(r"[^A-Z]", "", seller.slug.upper()) or "S"
    for length in range(min(4, len(letters)), len(letters) + 1):
        found = SeriesOwner.objects.select_for_update().filter(pk=seller.pk).first()
        if found:
            return found
        _try_prefix(seller, letters[:length])
    for number in range(2, 10_000):
        found = SeriesOwner.objects.select_for_update().filter(pk=seller.pk).first()
        if found:
            return found
        _try_prefix(seller, f"{letters[:4]}{number}")
    raise RuntimeError(f"no prefix is left for {seller.slug}")


def _try_prefix(seller: Organization, prefix: str) -> None:
    """Claim ``prefix`` unless somebody, this seller included, was faster."""
    try:
        with transaction.atomic():
            SeriesOwner.objects.get_or_create(seller=seller, defaults={"prefix": prefix[:12]})
    except IntegrityError:
        return
