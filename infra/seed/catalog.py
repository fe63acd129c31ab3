"""Loads a real catalogue: each brand becomes a verified supplier, its products come in by the suppliers' own import."""

import gzip
import json
from collections import defaultdict
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from celery import current_app
from django.utils.text import slugify

from infra.seed.people import SETUP, person, verify_supplier
from listings import services as listings
from listings.services.categories import import_taxonomy
from listings.taxonomy import BUILT_IN, parse_taxonomy
from marketplace.identity import services as identity
from marketplace.identity.actors import actor_for
from marketplace.identity.demo import DEMO_PASSWORD
from marketplace.identity.models import Organization, User
from marketplace.outbox.drain import drain_until_empty
from marketplace.storage import files
from vendors import services as vendors
from vendors.content import StorefrontContent

if TYPE_CHECKING:
    from infra.seed.market import Say

_DESK = "brands@harborline.example"
_TITLE_LENGTH = 240


def load(file: Path, *, limit: int, now: datetime, say: "Say") -> None:
    """Bring every brand and its products. Loading again updates by SKU."""
    current_app.conf.task_always_eager = True
    if not Organization.objects.filter(slug="harborline").exists():
        raise LookupError("Seed the market first: manage.py seed")
    import_taxonomy(actor=SETUP, rows=parse_taxonomy(BUILT_IN.read_text().splitlines()))
    brands = _by_brand(file, limit)
    total = sum(len(lines) for lines in brands.values())
    done = 0
    for brand, lines in sorted(brands.items(), key=lambda item: (-len(item[1]), item[0])):
        _load_brand(brand, lines, now)
        done += len(lines)
        say(f"{done:,} of {total:,} products, {brand}")


def _by_brand(file: Path, limit: int) -> dict[str, list[str]]:
    """Each brand's products as lines of its own file. A model name that a brand uses again gets the product's id."""
    brands: dict[str, list[str]] = defaultdict(list)
    taken: set[tuple[str, str]] = set()
    with gzip.open(file, "rt") if file.suffix == ".gz" else file.open() as lines:
        for line in islice(lines, limit or None):
            product = json.loads(line)
            brand, name = str(product.get("supplier") or "No name"), " ".join(str(product.get("name") or "").split())
            if (brand, name.casefold()) in taken:
                product["name"] = f"{name} {product['id']}"
            taken.add((brand, name.casefold()))
            product["title"] = str(product.get("title") or name)[:_TITLE_LENGTH]
            brands[brand].append(json.dumps(product) + "\n")
    return brands


def _load_brand(brand: str, lines: list[str], now: datetime) -> None:
    slug = slugify(brand) or "brand"
    if not Organization.objects.filter(slug=slug).exists():
        _enter(brand, slug, now)
    actor = person(slug)
    content = "".join(lines).encode()
    stored = files.store(
        organization_id=actor.organization_id, purpose="import", name=f"{slug}.jsonl", content=content, at=now
    )
    started = listings.start_import(
        actor=actor, file_id=stored.id, publish_complete=True, key=f"catalog:{slug}:{stored.sha256}", at=now
    )
    drain_until_empty()
    listings.confirm_import(actor=actor, import_id=started.id, at=now)
    drain_until_empty()


def _enter(brand: str, slug: str, now: datetime) -> None:
    desk = User.objects.filter(email=_DESK).first() or identity.create_account(
        actor=SETUP, email=_DESK, name="Brand desk", password=DEMO_PASSWORD, at=now
    )
    company = identity.register_organization(
        actor=actor_for(desk), name=brand, sides=("sell",), country="NL", currency="USD", slug=slug,
        key=f"catalog:{slug}", at=now,
    )  # fmt: skip
    actor = actor_for(desk, company)
    about = StorefrontContent(
        kind="DISTRIBUTOR",
        headline=f"{brand}: IT and office products",
        about=f"Everything by {brand}, from the open catalogue.",
        languages=("English",),
        offers=("IT and office products",),
    )
    vendors.apply_as_vendor(actor=actor, content=about, key=f"catalog:{slug}", at=now)
    vendors.submit_for_verification(actor=actor, at=now)
    verify_supplier(slug, now)
