"""``manage.py trade`` against a running market: orders, their end, and the proof."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from infra.up.ports import free_port
from marketplace.identity.models import ApiKey
from tests.cast import Person
from tests.running import Market


@pytest.fixture(autouse=True)
def _people(ada: Person, bruno: Person, carla: Person, otto: Person) -> None:
    """Those who do the job."""


def test_four_jobs_two_at_once(market: Market) -> None:
    said = StringIO()
    call_command("trade", count=4, concurrency=2, address=market.address, stdout=said)

    lines = said.getvalue().splitlines()
    orders = sorted(re.sub(r"PO-\d+ +(\w+) +(\S+) .*", r"\1 \2", line) for line in lines[:4])
    assert orders == ["CLOSED €24,400.00", "CLOSED €24,432.90", "CLOSED €25,067.48", "CLOSED €25,101.22"]
    assert lines[5].startswith("4 of 4 orders closed in")
    assert lines[6] == "Held in escrow for these orders: 0"
    assert lines[7].endswith("checks, 0 findings")
    assert not ApiKey.objects.filter(name="Trade run", revoked_at=None).exists()


def test_without_a_market_it_says_what_to_do() -> None:
    with pytest.raises(CommandError, match="Start it first: make run"):
        call_command("trade", count=1, address=f"http://127.0.0.1:{free_port()}")
