"""Every fact is delivered a second time after the story is over: each handler runs twice, with one effect."""

from django.db import connection

from infra.trade import jobs
from infra.trade.keys import temporary_keys
from marketplace.outbox.drain import drain_until_empty
from marketplace.outbox.models import OutboxEvent
from tests.cast import Person
from tests.running import Market

# The delivery's own tables, and sessions, whose last use is noted.
APART = {"outbox_outboxevent", "outbox_delivery", "django_session"}


def contents() -> dict[str, tuple[int, str | None]]:
    """Of every table but those apart: the number of rows, and a hash over all of them."""
    tables = sorted(set(connection.introspection.table_names()) - APART)
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT count(*), md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{table}" AS t')
            found[table] = cursor.fetchone()
    return found


def forget_deliveries() -> int:
    """Make the outbox believe that nothing was delivered yet; returns how many events will be."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM outbox_delivery")
        cursor.execute("UPDATE outbox_outboxevent SET state = 'PENDING', attempts = 0, next_attempt_at = created_at")
        return int(cursor.rowcount)


def test_a_second_delivery_changes_nothing(
    market: Market, ada: Person, bruno: Person, carla: Person, otto: Person
) -> None:
    with temporary_keys() as keys:
        outcomes = jobs.run(market.address, keys, count=2)
    assert [outcome.state for outcome in outcomes] == ["CLOSED", "CLOSED"]

    with market.at_rest():
        before = contents()
        count = forget_deliveries()
        drain_until_empty()
        events = OutboxEvent.objects.order_by("id")
        assert set(events.values_list("state", "last_error")) == {("DONE", "")}
        assert list(events.values_list("kind", flat=True)[count:]) == []
        after = contents()
    assert {name: (before[name], after[name]) for name in before if before[name] != after[name]} == {}
