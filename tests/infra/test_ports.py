"""A busy port is reported and another chosen."""

import socket
from collections.abc import Iterator

import pytest

from infra.up.ports import choose_port, free_port


@pytest.fixture
def busy() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_free_port_is_taken_without_a_word() -> None:
    said: list[str] = []
    wanted = free_port()
    assert choose_port("web", wanted, said.append) == wanted
    assert said == []


def test_a_busy_port_is_reported_and_a_later_one_taken(busy: int) -> None:
    said: list[str] = []
    port = choose_port("web", busy, said.append)
    assert port > busy
    assert said == [f"Port {busy} is busy: web takes {port} instead."]


def test_a_port_that_another_part_was_given_is_left_to_it() -> None:
    given = free_port()
    assert choose_port("ws", given, lambda _: None, taken=frozenset({given})) > given
