"""Opening an order freezes the terms, once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction

from marketplace.ledger import queries
from marketplace.ledger.models import Order, OrderLine
from marketplace.ledger.services import advance_order, open_order
from marketplace.lib.errors import Invalid, NotFound
from marketplace.lib.state import WrongState
from marketplace.outbox.idempotency import KeyReused
from marketplace.outbox.models import OutboxEvent
from tests.cast import Person
from tests.ledger.conftest import AT, make_order

pytestmark = pytest.mark.django_db


def test_totals_are_rounded_once_and_frozen(order: Order) -> None:
    assert (order.goods_minor, order.freight_minor, order.total_minor) == (2_410_000, 90_000, 2_500_000)
    assert (order.commission_minor, order.commission_tax_minor) == (75_000, 0)
    assert order.state == "AWAITING_PAYMENT"
    assert order.number.startswith("PO-")
    assert list(OrderLine.objects.values_list("position", "total_minor")) == [(1, 2_410_000)]


def test_publishes_and_notes_the_opening(order: Order) -> None:
    event = OutboxEvent.objects.get(kind="ledger.OrderOpened")
    assert event.payload["number"] == order.number
    assert [(line.seq, line.kind, line.actor_name) for line in queries.timeline(order)] == [
        (1, "opened", "Ada Lindqvist")
    ]


def test_same_key_opens_one_order(ada: Person, bruno: Person, order: Order) -> None:
    assert make_order(ada, bruno, key="first").id == order.id
    assert Order.objects.count() == 1


def test_same_key_with_other_terms_is_refused(ada: Person, bruno: Person, order: Order) -> None:
    with pytest.raises(KeyReused), transaction.atomic():
        open_order(
            actor=ada.actor, buyer_id=ada.organization.id, vendor_id=bruno.organization.id, title="x",
            currency="EUR", lines=[], freight_minor=0, lead_time_days=1, source="rfq:RFQ-1", terms={},
            ship_to={}, key="first", at=AT,
        )  # fmt: skip


def test_an_order_without_value_names_the_field(ada: Person, bruno: Person) -> None:
    with pytest.raises(Invalid) as refused:
        open_order(
            actor=ada.actor, buyer_id=ada.organization.id, vendor_id=bruno.organization.id, title="x",
            currency="EUR", lines=[], freight_minor=0, lead_time_days=1, source="rfq:RFQ-1", terms={},
            ship_to={}, key="empty", at=AT,
        )  # fmt: skip
    assert refused.value.fields == {"lines": "An order needs at least one line with a price."}
    assert Order.objects.count() == 0


def test_steps_follow_the_table(ada: Person, order: Order) -> None:
    funded = advance_order(actor=ada.actor, order_id=order.id, action="fund", at=AT)
    assert (funded.state, funded.version, funded.funded_at) == ("FUNDED", 2, AT)
    assert funded.ship_due_at == AT + timedelta(days=18)
    with pytest.raises(WrongState):
        advance_order(actor=ada.actor, order_id=order.id, action="deliver", at=AT)
    order.refresh_from_db()
    assert order.state == "FUNDED"


def test_the_agreed_terms_cannot_be_changed_by_sql(order: Order) -> None:
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_order SET total_minor = 1, goods_minor = 1, freight_minor = 0")
    order.refresh_from_db()
    assert order.total_minor == 2_500_000


def test_only_both_sides_and_the_operator_see_it(
    ada: Person, bruno: Person, carla: Person, dora: Person, otto: Person, order: Order
) -> None:
    for insider in (ada, bruno, otto):
        assert queries.get_order(insider.actor, order.number).id == order.id
    for stranger in (carla, dora):
        with pytest.raises(NotFound):
            queries.get_order(stranger.actor, order.number)
    with pytest.raises(NotFound):
        queries.get_order(replace(ada.actor, capabilities=frozenset()), order.number)
