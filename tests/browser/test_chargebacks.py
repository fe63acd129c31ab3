"""Chargebacks, reconciliation and bank receipts in a real browser: without fault at both sizes."""

from datetime import date

import pytest

from escrow.gateways.fake import engine
from escrow.gateways.fake.models import Entry
from escrow.reconciliation.models import BankReceipt, ReconciliationItem
from escrow.reconciliation.services import reconcile, record_bank_receipt
from marketplace.lib import clock
from marketplace.outbox.drain import drain_until_empty
from tests.browser.conftest import Open
from tests.browser.look import DESKTOP, PHONE, THEMES
from tests.cast import Person
from tests.escrow import steps

SIZES = [(width, theme) for width in (DESKTOP, PHONE) for theme in THEMES]


def disputed(ada: Person, bruno: Person) -> tuple[str, str]:
    """A shipped order whose payment the bank took back: (order, chargeback)."""
    order = steps.opened(ada, bruno)
    payment = steps.funded(order, ada)
    steps.shipped(order, bruno)
    ref = engine.open_dispute(payment_ref=payment.gateway_ref or "", at=clock.now())
    drain_until_empty()
    return order.number, ref


def odd_line(otto: Person) -> ReconciliationItem:
    """A line of the provider's that nobody knows."""
    Entry.objects.create(
        ref="txn_1QxyOddAdjustment", currency="eur", amount_minor=-999, kind="adjustment", category="other_adjustment",
        source_ref="", created_at=clock.now(), available_at=clock.now(),
    )  # fmt: skip
    reconcile(actor=otto.actor, key="browser-run", at=clock.now())
    return ReconciliationItem.objects.get(verdict="MISSING_OURS")


def unknown_receipt(otto: Person) -> BankReceipt:
    """Money without a name."""
    return record_bank_receipt(
        actor=otto.actor, reference="Enclosures, thank you", amount_minor=125_000, currency="EUR",
        value_date=date(2026, 3, 4), bank_ref="2026030400017", payer="A. Lindqvist", key="browser-receipt",
        at=clock.now(),
    )  # fmt: skip


@pytest.mark.parametrize(("width", "theme"), SIZES)
def test_the_screens_are_without_fault(
    open_page: Open, ada: Person, bruno: Person, otto: Person, width: int, theme: str
) -> None:
    number, ref = disputed(ada, bruno)
    item, receipt = odd_line(otto), unknown_receipt(otto)
    screens = [
        (otto, "/console/chargebacks/"),
        (otto, f"/chargebacks/{ref}/"),
        (bruno, f"/chargebacks/{ref}/"),
        (ada, f"/chargebacks/{ref}/"),
        (ada, f"/orders/{number}/"),
        (otto, "/console/reconciliation/"),
        (otto, f"/console/reconciliation/{item.pk}/"),
        (otto, "/console/receipts/"),
        (otto, f"/console/receipts/{receipt.pk}/"),
    ]
    for person, path in screens:
        assert open_page(path, width=width, theme=theme, person=person).faults() == [], path
