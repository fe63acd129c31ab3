"""What the benchmark measures: an empty database filled with people, the real catalogue, and the floor's tables.

Everything of the market comes in through its services, as the demonstration market does; the floor's rows are
copied from the market's own by SQL, so that both read the same texts.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from celery import current_app
from django.core.management import call_command
from django.db import connection

from infra.seed import catalog
from infra.seed.companies import BUYERS, SUPPLIERS
from infra.seed.market import Say
from infra.seed.people import enter_buyer, enter_supplier, open_market, verify_supplier
from infra.trade.keys import BUYER, VENDORS
from marketplace.identity.models import Organization
from marketplace.outbox.drain import drain_until_empty

FULL_PAGE = 24
_FLOOR_TABLES = """
CREATE TABLE floor_vendor (id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY, name varchar(120) NOT NULL);
INSERT INTO floor_vendor (name) SELECT DISTINCT name FROM identity_organization WHERE can_sell ORDER BY name;
CREATE TABLE floor_listing (
    id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY, category integer NOT NULL,
    vendor_id integer NOT NULL REFERENCES floor_vendor, sku varchar(120) NOT NULL, title varchar(300) NOT NULL,
    description text NOT NULL, price_minor bigint NOT NULL, currency varchar(3) NOT NULL, unit varchar(20) NOT NULL,
    moq integer NOT NULL, created_at timestamptz NOT NULL);
INSERT INTO floor_listing
    (category, vendor_id, sku, title, description, price_minor, currency, unit, moq, created_at)
    SELECT l.category_id, v.id, l.sku, l.title, l.description, l.from_price_minor, l.from_currency, l.unit, l.moq,
           l.published_at
    FROM listings_listing l
    JOIN identity_organization o ON o.id = l.vendor_id JOIN floor_vendor v ON v.name = o.name
    WHERE l.state = 'PUBLISHED' ORDER BY l.published_at, l.id;
CREATE INDEX ON floor_listing (category, created_at DESC, id DESC);
"""


@dataclass(frozen=True)
class Catalogue:
    """What there is to ask for: full categories by id and slug, products of both sides, how many listings."""

    size: int
    categories: dict[int, str]
    slugs: list[str]
    floor_ids: list[int]


def build(file: Path, *, limit: int, now: datetime, say: Say) -> Catalogue:
    """Fill an empty database with ``limit`` products of ``file``. Raises LookupError when it is not empty."""
    call_command("migrate", verbosity=0)
    if Organization.objects.exists():
        raise LookupError("The benchmark fills an empty database. Run it as: make bench NAME=pages")
    call_command("collectstatic", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")  # of the load alone: the servers have their own connections
    current_app.conf.task_always_eager = True
    _enter_people(now)
    catalog.load(file, limit=limit, now=now, say=say)
    with connection.cursor() as cursor:
        cursor.execute(_FLOOR_TABLES)
        cursor.execute("ANALYZE")
    return _read()


def _enter_people(now: datetime) -> None:
    """Those of the demonstration market who trade in ``infra.trade``."""
    open_market(now)
    for buyer in BUYERS:
        if buyer.slug == BUYER:
            enter_buyer(buyer, now)
    for supplier in SUPPLIERS:
        if supplier.slug in VENDORS:
            enter_supplier(supplier, now)
            verify_supplier(supplier.slug, now)
    drain_until_empty()


def _read() -> Catalogue:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.id, c.slug FROM listings_category c JOIN floor_listing f ON f.category = c.id"
            " GROUP BY c.id, c.slug HAVING count(*) > %s ORDER BY c.id",
            [FULL_PAGE],
        )
        categories = dict(cursor.fetchall())
        cursor.execute("SELECT slug FROM listings_listing WHERE state = 'PUBLISHED' ORDER BY id")
        slugs = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT id FROM floor_listing ORDER BY id")
        floor_ids = [row[0] for row in cursor.fetchall()]
    return Catalogue(len(slugs), categories, slugs, floor_ids)
