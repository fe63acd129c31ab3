"""A screen shows a verdict of at most a minute ago, with its time; it does not re-add everything on each view."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from marketplace.ledger import verify
from marketplace.ledger.models import Order
from tests.ledger.conftest import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forget() -> None:
    cache.delete("ledger:verdict")


def test_says_what_was_checked_and_when(order: Order) -> None:
    verdict = verify.recent_verdict(AT)
    assert (verdict.findings, verdict.checked_at) == ([], AT)
    assert verdict.checks == len(verify.check_names())


def test_is_kept_for_the_next_views(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    verify.recent_verdict(AT)
    monkeypatch.setattr(verify, "verify", lambda: pytest.fail("re-added"))
    assert verify.recent_verdict(AT + timedelta(seconds=30)).checked_at == AT
