"""Servers and databases that a proof may ruin: made for it, named ``test_…``, gone afterwards."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from infra.up.environment import ROOT
from infra.up.postgres import OWNER, TEST_SPEED, Postgres
from infra.up.supervisor import Supervisor
from infra.up.temporary import TEST_SECRET_KEY

JOURNAL, MARKET = "infra.prove.settings", "marketplace.settings.test"
BURST, SPARE = 500, 60  # connections: for as many requests at once, and for everybody else
ROOMY = {**TEST_SPEED, "max_connections": str(BURST + SPARE)}
NO_REDIS = "redis://127.0.0.1:1/0"  # the journal needs none


@contextmanager
def server(settings: Mapping[str, str] = ROOMY) -> Iterator[Postgres]:
    """A PostgreSQL of its own in a folder that goes away; ``settings`` go to its command line."""
    folder = Path(tempfile.mkdtemp(prefix="harborline-proof-"))
    supervisor = Supervisor(lambda line: print(line, file=sys.stderr))
    postgres = Postgres(folder / "postgres", settings)
    try:
        supervisor.start(postgres.part())
        supervisor.wait_until_ready()
        postgres.make_database()
        yield postgres
    finally:
        supervisor.stop()
        shutil.rmtree(folder, ignore_errors=True)


def migrated(postgres: Postgres, name: str, settings: str = JOURNAL) -> str:
    """Make a database with the tables of ``settings``; returns its address."""
    with psycopg.connect(postgres.url(OWNER, "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    url = postgres.url(OWNER, name)
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=ROOT, env=environment(url, settings), check=True,
    )  # fmt: skip
    return url


def template(postgres: Postgres, settings: str) -> str:
    """The address of a migrated database to copy; made when it is asked for the first time."""
    name = "test_template_journal" if settings == JOURNAL else "test_template_market"
    with psycopg.connect(postgres.url(OWNER, "postgres")) as connection:
        found = connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone()
    return postgres.url(OWNER, name) if found is not None else migrated(postgres, name, settings)


@contextmanager
def copy_of(url: str, name: str) -> Iterator[str]:
    """A copy of an idle database on the same server until the block ends; yields its address."""
    parts = urlsplit(url)
    copy, maintenance = (urlunsplit(parts._replace(path=f"/{base}")) for base in (name, "postgres"))
    names = {"copy": sql.Identifier(name), "own": sql.Identifier(parts.path.lstrip("/"))}
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {copy} WITH (FORCE)").format(**names))
        connection.execute(sql.SQL("CREATE DATABASE {copy} TEMPLATE {own}").format(**names))
    try:
        yield copy
    finally:
        with psycopg.connect(maintenance, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {copy} WITH (FORCE)").format(**names))


def environment(url: str, settings: str = JOURNAL) -> dict[str, str]:
    """The variables of a process that works on the scratch database at ``url``."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": settings,
        "DATABASE_URL": url,
        "SECRET_KEY": TEST_SECRET_KEY,
        "REDIS_URL": os.environ.get("REDIS_URL") or NO_REDIS,
        "LOG_LEVEL": "ERROR",  # a refusal is an answer here, not news
    }
