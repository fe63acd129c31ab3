"""The embedded servers: real, private, and with their data when they come back."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from infra.up.postgres import APPLICATION, OWNER, TEST_SPEED, Postgres
from infra.up.redis import Redis
from infra.up.supervisor import Patience, Supervisor


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    supervisor = Supervisor(print)
    yield supervisor
    supervisor.stop()


def start_postgres(supervisor: Supervisor, folder: Path) -> Postgres:
    postgres = Postgres(folder, TEST_SPEED)
    supervisor.start(postgres.part())
    supervisor.wait_until_ready()
    postgres.make_database()
    return postgres


def test_postgres_keeps_its_data_and_the_application_cannot_alter_tables(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    postgres = start_postgres(supervisor, tmp_path / "postgres")
    with psycopg.connect(postgres.url(OWNER)) as owner:
        owner.execute("CREATE TABLE parcel (id int)")
        owner.execute(f"GRANT SELECT, INSERT ON parcel TO {APPLICATION}")
    with psycopg.connect(postgres.url(APPLICATION)) as application:
        application.execute("INSERT INTO parcel VALUES (7)")
    with (
        psycopg.connect(postgres.url(APPLICATION)) as application,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        application.execute("TRUNCATE parcel")
    supervisor.stop()

    again = Supervisor(print)
    try:
        postgres = start_postgres(again, tmp_path / "postgres")
        with psycopg.connect(postgres.url(APPLICATION)) as application:
            assert application.execute("SELECT id FROM parcel").fetchall() == [(7,)]
    finally:
        again.stop()


def test_a_half_loaded_database_is_made_anew(supervisor: Supervisor, tmp_path: Path) -> None:
    postgres = start_postgres(supervisor, tmp_path / "postgres")
    with psycopg.connect(postgres.url(OWNER)) as owner:
        owner.execute("CREATE TABLE parcel (id int)")

    postgres.drop_database()
    postgres.make_database()

    with psycopg.connect(postgres.url(OWNER)) as owner:
        assert owner.execute("SELECT to_regclass('parcel')").fetchone() == (None,)


def test_the_postgres_folder_is_closed_to_others(supervisor: Supervisor, tmp_path: Path) -> None:
    postgres = start_postgres(supervisor, tmp_path / "postgres")
    assert stat.S_IMODE(postgres.folder.stat().st_mode) == 0o700
    with psycopg.connect(postgres.url(OWNER)) as owner:
        assert owner.execute("SHOW listen_addresses").fetchone() == ("",)


def test_a_path_too_long_for_a_socket_gets_a_short_folder(supervisor: Supervisor, tmp_path: Path) -> None:
    folder = tmp_path / ("long-" * 30) / "postgres"
    postgres = start_postgres(supervisor, folder)
    assert postgres.socket_folder != folder
    assert len(os.fsencode(postgres.socket_folder)) < 60
    with psycopg.connect(postgres.url(OWNER)) as owner:
        assert owner.execute("SELECT current_user").fetchone() == (OWNER,)
    supervisor.stop()
    postgres.socket_folder.rmdir()


def test_a_server_left_behind_gives_way(tmp_path: Path) -> None:
    first, second = Supervisor(print, Patience(first_pause=30)), Supervisor(print)
    start_postgres(first, tmp_path / "postgres")
    leftover = first.processes()["postgres"]
    try:
        start_postgres(second, tmp_path / "postgres")
        assert second.processes()["postgres"] != leftover
    finally:
        first.stop()
        second.stop()


def test_redis_wants_its_password_and_keeps_its_data(supervisor: Supervisor, tmp_path: Path) -> None:
    server = Redis.in_folder(tmp_path / "redis")
    supervisor.start(server.part())
    supervisor.wait_until_ready()
    with redis.Redis.from_url(server.url) as client:
        client.set("queue", "kept")
    with (
        redis.Redis(host="127.0.0.1", port=server.port, retry=Retry(NoBackoff(), 0)) as stranger,
        pytest.raises(redis.AuthenticationError),
    ):
        stranger.get("queue")
    supervisor.stop()

    again, server = Supervisor(print), Redis.in_folder(tmp_path / "redis")
    again.start(server.part())
    try:
        again.wait_until_ready()
        with redis.Redis.from_url(server.url) as client:
            assert client.get("queue") == b"kept"
    finally:
        again.stop()
