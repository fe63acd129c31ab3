"""A whole market in its own processes, as ``make run`` starts it, on a database that a test may look into.

The database is a copy of the suite's migrated one. While a market runs, Django's connection in this process leads to
that copy too, so that a test reads with models what browsers and machines have done from outside.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from escrow.gateways.fake.models import Notice
from escrow.models import GatewayEvent, GatewayOperation
from escrow.states import OPEN_OPERATIONS, InboxState
from infra.up.parts import market_parts
from infra.up.ports import free_port
from infra.up.redis import Redis
from infra.up.supervisor import Part, Patience, Supervisor
from marketplace.outbox.models import EventState, OutboxEvent
from tests.waiting import until

SETTINGS = "tests.running_settings"
PAGES, BACKGROUND = ("redis", "web", "ws"), ("worker", "drain")
PATIENCE = Patience(start=120)


class Market:
    """The market's programs. ``address`` is where its pages are."""

    def __init__(self, database: str, folder: Path) -> None:
        web_port, socket_port = free_port(), free_port()
        self.address = f"http://127.0.0.1:{web_port}"
        redis = Redis.in_folder(folder / "redis", durable=False)
        variables = {
            "DATABASE_URL": _url(settings.APP_DATABASE_ROLE, database),
            "REDIS_URL": redis.url,
            "SECRET_KEY": settings.SECRET_KEY,
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "PUBLIC_URL": self.address,
            "WS_PORT": str(socket_port),
            "HARBORLINE_VAR": str(folder),
            "LOG_LEVEL": "ERROR",
        }
        parts = [redis.part(), *market_parts(variables, web_port, socket_port, folder)]
        self._parts: Mapping[str, Part] = {part.name: part for part in parts}
        self._pages, self._background = Supervisor(print, PATIENCE), Supervisor(print, PATIENCE)

    def start(self, *, background: bool = True) -> None:
        """Start everything, or only what answers requests."""
        for name in PAGES:
            self._pages.start(self._parts[name])
        if background:
            self._start_background()
        self._pages.wait_until_ready()

    def stop(self) -> None:
        """Stop everything."""
        self._background.stop()
        self._pages.stop()

    @contextmanager
    def at_rest(self) -> Iterator[None]:
        """Inside, nothing happens but what the test does: the delivery of facts and the worker are stopped."""
        self.settle()
        self._background.stop()
        try:
            yield
        finally:
            self._background = Supervisor(print, PATIENCE)
            self._start_background()

    def settle(self) -> None:
        """Wait until every fact is delivered, every notice worked off and every operation answered."""
        waiting = (
            OutboxEvent.objects.filter(state=EventState.PENDING),
            Notice.objects.filter(delivered_at__isnull=True),
            GatewayEvent.objects.filter(state=InboxState.RECEIVED),
            GatewayOperation.objects.filter(state__in=OPEN_OPERATIONS),
        )
        until(lambda: not any(rows.exists() for rows in waiting), "nothing is left to do", seconds=30)
        assert not OutboxEvent.objects.filter(state=EventState.PARKED).exists()

    def _start_background(self) -> None:
        for name in BACKGROUND:
            self._background.start(self._parts[name])
        self._background.wait_until_ready()


@contextmanager
def database_copy(name: str) -> Iterator[str]:
    """A copy of the suite's database that Django uses until the block ends, when it is dropped."""
    own = str(connection.settings_dict["NAME"])
    copy = f"{own}_{name}"
    _maintain(
        "DROP DATABASE IF EXISTS {copy} WITH (FORCE)",
        # A template may have no guest; those that come back open a new connection.
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {own_name}",
        "CREATE DATABASE {copy} TEMPLATE {own}",
        own=own,
        copy=copy,
    )
    _use(copy)
    try:
        call_command("grant_app_role", verbosity=0)
        yield copy
    finally:
        _use(own)
        _maintain("DROP DATABASE {copy} WITH (FORCE)", own=own, copy=copy)


def _use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def _maintain(*statements: str, own: str, copy: str) -> None:
    connection.close()
    with connection._nodb_cursor() as cursor:  # as the test runner makes its databases
        for statement in statements:
            names = {"own": sql.Identifier(own), "copy": sql.Identifier(copy), "own_name": sql.Literal(own)}
            cursor.execute(sql.SQL(statement).format(**names))


def _url(role: str, database: str) -> str:
    values = connection.settings_dict
    host = quote(values["HOST"], safe="") + (f":{values['PORT']}" if values["PORT"] else "")
    return f"postgresql://{role}@{host}/{database}"
