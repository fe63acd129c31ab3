"""``verify_ledger`` finds what escrow's own rows and the ledger disagree on."""

from escrow.models import GatewayOperation, Release
from escrow.services import request_refund
from marketplace.ledger.models import Order
from marketplace.ledger.verify import verify
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person
from tests.escrow import steps


def found() -> list[str]:
    return [finding.check for finding in verify()]


def test_money_on_the_way_without_an_operation_is_found(funded_order: Order, ada: Person) -> None:
    request_refund(actor=ada.actor, number=funded_order.number, reason="Stopped.", key="r-1", at=steps.days(2))
    assert found() == []

    GatewayOperation.objects.filter(kind="REFUND").update(amount_minor=2_499_999)
    assert found() == ["clearing_accounts_equal_open_operations"]

    GatewayOperation.objects.filter(kind="REFUND").update(amount_minor=2_500_000)
    drain_until_empty()


def test_a_commission_that_was_not_booked_is_found(shipped_order: Order, ada: Person) -> None:
    release = steps.accepted(shipped_order, ada)
    Release.objects.filter(pk=release.pk).update(commission_minor=75_001, net_minor=2_424_999)
    assert found() == ["commission_equals_releases"]

    Release.objects.filter(pk=release.pk).update(commission_minor=75_000, net_minor=2_425_000)
