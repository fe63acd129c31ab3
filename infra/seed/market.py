"""Builds the demonstration market, step by step, and says how far it is."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from celery import current_app

from infra.seed.assurance import plan_assurance
from infra.seed.companies import APPLICANTS, BUYERS, SUPPLIERS, Supplier
from infra.seed.deals import DEALS
from infra.seed.moments import Calendar
from infra.seed.people import SETUP, enter_buyer, enter_supplier, open_market, person, verify_supplier
from infra.seed.products import drafts_of
from infra.seed.trading import Play
from listings import services as listings
from listings.content import ListingDraft
from listings.services.categories import import_taxonomy
from listings.taxonomy import BUILT_IN, parse_taxonomy
from marketplace.identity.models import Organization
from marketplace.lib.actor import Actor

Say = Callable[[str], None]


def is_empty() -> bool:
    """Nobody has come yet."""
    return not Organization.objects.exists()


def build(*, now: datetime, say: Say) -> None:
    """Everything: companies, catalogues, requests, negotiations, orders. About a minute.

    Background tasks run at once, in this process, so that the market is complete when this returns.
    """
    current_app.conf.task_always_eager = True
    calendar = Calendar.of(now)
    import_taxonomy(actor=SETUP, rows=parse_taxonomy(BUILT_IN.read_text().splitlines()))
    calendar.plan(calendar.day(-400), open_market)
    for number, buyer in enumerate(BUYERS):
        calendar.plan(calendar.day(-390 + number * 3), partial(enter_buyer, buyer))
    for number, supplier in enumerate(SUPPLIERS):
        calendar.plan(calendar.day(-380 + number * 4), partial(enter_supplier, supplier))
        calendar.plan(calendar.day(-378 + number * 4, 15), partial(verify_supplier, supplier.slug))
        calendar.plan(calendar.day(-376 + number * 4), partial(_fill_catalogue, supplier))
        calendar.plan(calendar.day(-15 + number), partial(_publish_newest, supplier))
    for number, applicant in enumerate(APPLICANTS):
        calendar.plan(calendar.day(-2, 11 + number * 3), partial(enter_supplier, applicant))
    for number, deal in enumerate(DEALS, start=1):
        Play(deal, number, calendar).begin()
    plan_assurance(calendar, len(DEALS) + 1)
    _run(calendar, say)


def _fill_catalogue(supplier: Supplier, at: datetime) -> None:
    actor = person(supplier.slug)
    _, *ready, unfinished = drafts_of(supplier)
    for draft in ready:
        _publish(actor, draft, at)
    listings.create_listing(actor=actor, draft=unfinished, key=f"seed:{unfinished.sku}", at=at)


def _publish_newest(supplier: Supplier, at: datetime) -> None:
    """One product of each supplier comes late, so that what is new on the market is of many kinds."""
    newest, *_ = drafts_of(supplier)
    _publish(person(supplier.slug), newest, at)


def _publish(actor: Actor, draft: ListingDraft, at: datetime) -> None:
    listing = listings.create_listing(actor=actor, draft=draft, key=f"seed:{draft.sku}", at=at)
    listings.publish_listing(actor=actor, listing_id=listing.id, at=at)


def _run(calendar: Calendar, say: Say) -> None:
    for done, moment in enumerate(calendar.run(), start=1):
        if done % 20 == 0:
            say(f"{done} steps, at {moment:%-d %B %Y}")
