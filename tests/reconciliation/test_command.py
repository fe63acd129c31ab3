"""``manage.py reconcile_stripe`` on mixed histories."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from marketplace.ledger.models import Order


@pytest.mark.django_db
def test_mixed_histories_leave_nothing_unexplained() -> None:
    out = StringIO()
    call_command("reconcile_stripe", "--histories", "12", "--seed", "3", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert told["open"] == 0
    assert told["unexplained"] == {"EUR": "0.00"}
    assert told["matched"] == told["transactions"] > 12
    assert sum(told["histories"].values()) == 12
    assert Order.objects.count() == 0, "the histories are undone"
