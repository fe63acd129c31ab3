"""The PostgreSQL engine keeps the port's promises."""

from search.backends.postgres import PostgresBackend
from tests.search.conformance import Conformance


class TestPostgres(Conformance):
    """All of them."""

    engine = PostgresBackend
