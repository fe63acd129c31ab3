"""The benchmark ``pages``: category page, product page and API list beside the floor, the main job, the memory.

Load is offered in short windows that alternate between floor and market; a ratio is the median over the rounds of
market to floor in the same round, so that a machine that is busy with other work slows both alike. Every page is
visited once before: what the market keeps of it is there, as the caches of the floor's database are. What the first
visit cost stands beside the figures.
"""

import json
import os
import random
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from infra.bench import market
from infra.bench.load import Window, fetch, require_wrk, window
from infra.bench.report import Figure, print_report
from infra.bench.servers import Servers, running
from infra.seed.market import Say
from infra.trade import jobs
from infra.trade.keys import temporary_keys
from marketplace.lib import clock

LISTINGS = 10_000
PRODUCTS = 1_500
API_PAGES = 40
ROUNDS, SECONDS, WARM_SECONDS, VISITORS = 3, 4, 2, 8
JOBS, JOBS_AT_ONCE = 16, 4
PASSED_ON = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "HARBORLINE_VAR", "APP_DATABASE_ROLE")


@dataclass(frozen=True)
class Case:
    """Two lists of paths that show the same rows."""

    name: str
    goal: float
    market: list[str]
    floor: list[str]


@dataclass(frozen=True)
class Round:
    """The two windows of one round, and the workers' CPU milliseconds per request."""

    market: Window
    floor: Window
    market_cpu_ms: float
    floor_cpu_ms: float

    @property
    def ratio(self) -> float:
        """Market to floor."""
        return self.market.per_second / self.floor.per_second


@dataclass(frozen=True)
class Measured:
    """All of one case; the first visits are the market's CPU milliseconds for each page that nobody has seen yet."""

    first_visit_cpu_ms: float
    rounds: list[Round]


def run(file: Path, *, say: Say) -> list[Figure]:
    """Build, measure, report. Raises LookupError without the catalogue or with a database that is not empty."""
    require_wrk()
    if not file.exists():
        raise LookupError(f"{file} does not exist: name the catalogue with CATALOG=path/to/products.jsonl.gz")
    began = time.monotonic()
    catalogue = market.build(file, limit=LISTINGS, now=clock.now(), say=_sparingly(say))
    say(f"{catalogue.size:,} listings in {len(catalogue.categories)} full categories, {time.monotonic() - began:.0f} s")
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    with running(environment, Path(environment["HARBORLINE_VAR"]), say) as servers:
        cases = make_cases(catalogue, _api_pages(servers.market))
        measured = {case.name: measure(case, servers, say) for case in cases}
        sql = category_sql(cases[0].market)
        memory = servers.memory("web")
        servers.start_background()
        trade = jobs_per_second(servers.market, say)
    figures = [
        Figure(case.name, median(one.ratio for one in measured[case.name].rounds), "x", f">= {case.goal}")
        for case in cases
    ]
    figures += [
        Figure("category sql", sql, "queries", "<= 4"),
        Figure("trade", trade, "jobs/s"),
        Figure("web memory", memory, "MB", "<= 205"),
    ]
    print_report("pages", figures, [line for case in cases for line in details(case, measured[case.name])])
    return figures


def make_cases(catalogue: market.Catalogue, api_pages: list[str]) -> list[Case]:
    """Paths of both sides: the same categories, as many products, as many pages of the API list."""
    dice = random.Random(1)  # noqa: S311  # the same pages in every run
    slugs = dice.sample(catalogue.slugs, min(PRODUCTS, catalogue.size))
    ids = dice.sample(catalogue.floor_ids, min(PRODUCTS, catalogue.size))
    categories = catalogue.categories.items()
    return [
        Case("category ratio", 0.7, [f"/c/{slug}/" for _, slug in categories], [f"/a/{one}/" for one, _ in categories]),
        Case("product ratio", 0.5, [f"/p/{slug}/" for slug in slugs], [f"/d/{one}/" for one in ids]),
        Case("api list ratio", 0.8, api_pages, [f"/e/?page={number + 1}" for number in range(len(api_pages))]),
    ]


def measure(case: Case, servers: Servers, say: Say) -> Measured:
    """Visit every page once, then alternate. Raises RuntimeError when a page does not answer with success."""
    window(servers.floor, case.floor, seconds=WARM_SECONDS)
    before = servers.cpu_seconds("web")
    with ThreadPoolExecutor(VISITORS) as visitors:
        list(visitors.map(lambda path: fetch(servers.market, path), case.market))
    first_visit_cpu_ms = (servers.cpu_seconds("web") - before) * 1000 / len(case.market)
    rounds = []
    for number in range(ROUNDS):
        floor, floor_cpu = _window(servers, "floor", servers.floor, case.floor, number)
        page, page_cpu = _window(servers, "web", servers.market, case.market, number)
        rounds.append(Round(page, floor, page_cpu, floor_cpu))
        say(f"{case.name}: {rounds[-1].ratio:.2f}")
    return Measured(first_visit_cpu_ms, rounds)


def _window(servers: Servers, part: str, origin: str, paths: list[str], seed: int) -> tuple[Window, float]:
    before = servers.cpu_seconds(part)
    seen = window(origin, paths, seconds=SECONDS, seed=seed + 1)
    if seen.errors:
        raise RuntimeError(f"{seen.errors} of the requests to {origin}{paths[0]} and the like failed")
    return seen, (servers.cpu_seconds(part) - before) * 1000 / seen.requests


def details(case: Case, measured: Measured) -> list[str]:
    """Requests per second and CPU of both sides: what the ratio is made of."""
    rounds = measured.rounds
    sides = [
        ("floor", [one.floor.per_second for one in rounds], [one.floor_cpu_ms for one in rounds]),
        ("market", [one.market.per_second for one in rounds], [one.market_cpu_ms for one in rounds]),
    ]
    return [
        f"{case.name:<16} {side:<7} {min(rates):7.0f} /{median(rates):6.0f} /{max(rates):6.0f} req/s"
        f"   {median(cpu):5.2f} CPU ms per request"
        for side, rates, cpu in sides
    ] + [f"{case.name:<16} market, first visit of each page {measured.first_visit_cpu_ms:17.2f} CPU ms"]


def category_sql(paths: list[str]) -> int:
    """The most SQL queries that one category page makes once its counts are in the cache."""
    client, most = Client(headers={"host": "localhost"}), 0
    for path in paths:
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            client.get(path)
        most = max(most, len(seen))
    return most


def jobs_per_second(address: str, say: Say) -> float:
    """The main job through the API, from request to payout. Raises RuntimeError when one does not come to its end."""
    with temporary_keys() as keys:
        jobs.run(address, keys, JOBS_AT_ONCE, JOBS_AT_ONCE)
        began = time.monotonic()
        outcomes = jobs.run(address, keys, JOBS, JOBS_AT_ONCE)
        seconds = time.monotonic() - began
    if lost := [outcome for outcome in outcomes if not outcome.is_closed]:
        raise RuntimeError(f"{len(lost)} of {JOBS} main jobs did not end: {lost[0]}")
    say(f"{JOBS} main jobs, {JOBS_AT_ONCE} at once: {seconds:.1f} s")
    return JOBS / seconds


def _api_pages(origin: str) -> list[str]:
    """The first pages of the API list, as a client walks them by their cursors."""
    paths = ["/api/v1/listings"]
    while len(paths) < API_PAGES:
        body: Mapping[str, str | None] = json.loads(fetch(origin, paths[-1]))
        following = body["next"]
        if following is None:
            break
        paths.append(following.removeprefix(origin))
    return paths


def _sparingly(say: Say) -> Say:
    """One line of progress in ten seconds."""
    last = time.monotonic()

    def said(text: str) -> None:
        nonlocal last
        if time.monotonic() - last > 10:
            last = time.monotonic()
            say(text)

    return said
