"""Nothing leaves without the inspection that was agreed; its report is bound to the specification and never changes."""

import re

import pytest
from django.core import mail
from django.db import DatabaseError, transaction

from escrow.agreements import links, queries, services
from escrow.agreements.models import Inspection, InspectionReport
from escrow.agreements.spec import Finding, SpecItem, checked_findings
from marketplace.ledger.models import Order
from marketplace.lib import ids
from marketplace.lib.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.lib.state import WrongState
from marketplace.outbox.drain import drain_until_empty
from tests.agreements import deals
from tests.cast import Person
from tests.escrow import steps
from tests.escrow.steps import days

WALL = SpecItem(no=2, requirement="Wall thickness", unit="mm", minimum="2.45", maximum="2.55", method="Calliper")
COUNT = SpecItem(no=1, line=1, requirement="Quantity", unit="pcs", minimum="5000", maximum="5000")


def agreed(order: Order, ada: Person, bruno: Person) -> Inspection:
    """Both sides agreed on a count and a wall thickness."""
    row = services.edit_spec(
        actor=ada.actor, order_number=order.number, items=[COUNT, WALL], key=ids.token(12), at=days(1)
    )
    return services.agree_spec(
        actor=bruno.actor, order_number=order.number, shown_hash=row.spec_hash, key=ids.token(12), at=days(2)
    )


def appointed(order: Order, ada: Person, *, day: int = 3) -> str:
    """An inspector has the link."""
    row = services.appoint_inspector(
        actor=ada.actor, order_number=order.number, inspector="J. Nowak, SGS", email="nowak@sgs.example",
        place="Zabrze, hall 2", for_at=days(day + 4), key=ids.token(12), at=days(day),
    )  # fmt: skip
    drain_until_empty()
    return links.token(row)


def reported(secret: str, *, wall: str = "2.50", is_passed: bool = True, day: int = 8) -> InspectionReport:
    """The inspector hands in what was measured."""
    report = services.submit_report(
        actor=deals.SYSTEM, secret=secret, inspector="J. Nowak", company="SGS", summary="", is_passed=is_passed,
        findings=[
            Finding(no=1, measured="5000", is_passed=True), Finding(no=2, measured=wall, is_passed=is_passed),
        ],
        key=ids.token(12), at=days(day),
    )  # fmt: skip
    drain_until_empty()
    return report


def test_a_pass_lets_the_goods_leave(inspected_order: Order, ada: Person, bruno: Person) -> None:
    with pytest.raises(Conflict, match="inspection has passed"):
        steps.shipped(inspected_order, bruno)
    agreed(inspected_order, ada, bruno)
    secret = appointed(inspected_order, ada)
    mailed = re.search(r"/inspections/([^/\s]+)/", str(mail.outbox[-1].body))
    assert mailed
    assert links.opened(mailed[1]) == links.opened(secret)
    report = reported(secret)
    row = Inspection.objects.get()
    assert (row.state, report.spec_hash) == ("PASSED", row.spec_hash)
    steps.shipped(inspected_order, bruno)


def test_a_fail_is_reworked_and_inspected_again(inspected_order: Order, ada: Person, bruno: Person) -> None:
    agreed(inspected_order, ada, bruno)
    first = appointed(inspected_order, ada)
    reported(first, wall="2.2", is_passed=False)
    with pytest.raises(Conflict, match="failed"):
        steps.shipped(inspected_order, bruno)
    services.report_rework(
        actor=bruno.actor, order_number=inspected_order.number, note="Recast.", key=ids.token(12), at=days(9)
    )
    second = appointed(inspected_order, ada, day=10)
    with pytest.raises(NotFound):
        queries.inspection_by_link(first)
    reported(second, day=15)
    assert Inspection.objects.get().state == "PASSED"
    assert InspectionReport.objects.count() == 2


def test_goods_that_are_not_reworked_are_rejected(inspected_order: Order, ada: Person, bruno: Person) -> None:
    agreed(inspected_order, ada, bruno)
    reported(appointed(inspected_order, ada), wall="2.2", is_passed=False)
    deals.ring(days(29))
    assert Inspection.objects.get().state == "REJECTED"
    row = deals.cancelled(inspected_order, ada, day=30)
    assert (row.ground, row.fee_minor, row.refunded_minor) == ("REJECTED", 0, 2_500_000)


def test_what_is_out_of_bounds_cannot_pass(inspected_order: Order, ada: Person, bruno: Person) -> None:
    agreed(inspected_order, ada, bruno)
    with pytest.raises(Invalid, match="cannot pass"):
        reported(appointed(inspected_order, ada), wall="2.56")


def test_every_item_is_reported() -> None:
    with pytest.raises(Invalid, match="every item"):
        checked_findings([COUNT, WALL], [Finding(no=1, measured="5000", is_passed=True)])


def test_a_change_asks_the_other_side_again(inspected_order: Order, ada: Person, bruno: Person) -> None:
    before = Inspection.objects.get().spec_hash
    services.edit_spec(
        actor=ada.actor, order_number=inspected_order.number, items=[COUNT, WALL], key=ids.token(12), at=days(1)
    )
    with pytest.raises(Conflict, match="has changed"):
        services.agree_spec(
            actor=bruno.actor, order_number=inspected_order.number, shown_hash=before, key=ids.token(12), at=days(2)
        )
    row = Inspection.objects.get()
    assert (row.state, row.buyer_hash, row.vendor_hash) == ("DRAFT", row.spec_hash, "")


def test_the_supplier_appoints_nobody(inspected_order: Order, ada: Person, bruno: Person) -> None:
    agreed(inspected_order, ada, bruno)
    with pytest.raises(NotAllowed):
        appointed(inspected_order, bruno)
    page = queries.get_inspection(bruno.actor, inspected_order.number)
    assert page.link == ""


def test_a_forged_link_opens_nothing(inspected_order: Order, ada: Person, bruno: Person) -> None:
    agreed(inspected_order, ada, bruno)
    secret = appointed(inspected_order, ada)
    with pytest.raises(NotFound):
        queries.inspection_by_link(secret[:-2] + ("AA" if secret[-2:] != "AA" else "BB"))


def test_a_report_is_handed_in_once(inspected_order: Order, ada: Person, bruno: Person) -> None:
    agreed(inspected_order, ada, bruno)
    secret = appointed(inspected_order, ada)
    report = reported(secret)
    with pytest.raises(WrongState):
        reported(secret, wall="2.46")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        InspectionReport.objects.filter(pk=report.pk).update(is_passed=False)


def test_the_buyer_may_waive(inspected_order: Order, ada: Person, bruno: Person) -> None:
    services.waive_inspection(
        actor=ada.actor, order_number=inspected_order.number, reason="Known tool.", key=ids.token(12), at=days(1)
    )
    steps.shipped(inspected_order, bruno)


def test_silence_cannot_hold_goods_back(inspected_order: Order, bruno: Person) -> None:
    deals.ring(days(14))
    assert Inspection.objects.get().state == "AGREED"
    deals.ring(days(28))
    assert Inspection.objects.get().state == "WAIVED"
