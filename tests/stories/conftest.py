"""A running market for the stories, and its cast. Every story ends with a ledger that adds up."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from pytest_django.plugin import DjangoDbBlocker

from marketplace.ledger.verify import verify
from tests import cast
from tests.cast import Person
from tests.rfq.market import verify as let_sell
from tests.running import Market, database_copy
from tests.stories.window import Doors, Window


@pytest.fixture(scope="package")
def market(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Market]:
    """All programs of ``make run``, for all stories."""
    with django_db_blocker.unblock(), database_copy("stories") as database:
        running = Market(database, tmp_path_factory.mktemp("market"))
        try:
            running.start()
            yield running
        finally:
            running.stop()


@pytest.fixture(scope="package")
def db(market: Market) -> None:
    """The running market's database, in place of a transaction that only this process would see."""


@pytest.fixture(autouse=True)
def _the_ledger_adds_up(market: Market, db: None) -> Iterator[None]:
    """Whatever the story was."""
    yield
    market.settle()
    assert verify() == []


@pytest.fixture
def bruno(db: None) -> Person:
    """Verified vendor."""
    return _verified(cast.bruno())


@pytest.fixture
def carla(db: None) -> Person:
    """Verified rival vendor."""
    return _verified(cast.carla())


def _verified(vendor: Person) -> Person:
    let_sell(vendor.organization)
    return vendor


@pytest.fixture
def enter(market: Market, browser: Browser) -> Iterator[Doors]:
    """``enter(ada)`` → Ada's window, signed in through the form; ``enter(ada, scripts=False)`` without JavaScript."""
    opened: list[Window] = []

    def enter_as(person: Person, *, scripts: bool = True) -> Window:
        opened.append(Window.of(person, market.address, browser, scripts=scripts))
        return opened[-1]

    yield enter_as
    for window in opened:
        window.page.context.close()
