"""A shipment is invoiced when purchase order, contract and delivery agree; a difference waits for somebody."""

from decimal import Decimal

import pytest

from escrow.credit import services
from escrow.credit.models import Invoice, InvoicingBlock, PurchaseOrder
from escrow.services.shipping import NotYet
from marketplace.ledger.models import Order
from marketplace.lib import ids
from marketplace.lib.errors import Invalid, NotAllowed
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person
from tests.credit import terms


def paper(person: Person, order: Order, *, total: int = 2_500_000, number: str = "4500012345") -> PurchaseOrder:
    with terms.day(12) as at:
        made = services.add_purchase_order(
            actor=person.actor, number=order.number, purchase_order_number=number, total_minor=total,
            quantities={1: Decimal(5000)}, key=ids.token(12), at=at,
        )  # fmt: skip
        drain_until_empty()
    return made


def test_the_purchase_order_stands_on_the_invoice(ada: Person, bruno: Person) -> None:
    terms.granted(ada, bruno)
    order = terms.opened(ada, bruno)
    paper(ada, order)
    [invoice] = terms.shipped(order, bruno, on=13)
    assert invoice.purchase_order_number == "4500012345"


def test_a_missing_paper_blocks_until_it_comes(ada: Person, bruno: Person) -> None:
    terms.granted(ada, bruno, needs_purchase_order=True)
    order = terms.opened(ada, bruno)
    assert terms.shipped(order, bruno) == []
    assert InvoicingBlock.objects.get().differences == ["The buyer requires a purchase order, and none is on file."]
    paper(ada, order)
    assert Invoice.objects.get().number == "NORD-2026-0001"


def test_a_difference_is_resolved_with_a_reason(ada: Person, bruno: Person) -> None:
    terms.granted(ada, bruno)
    order = terms.opened(ada, bruno)
    paper(ada, order, total=2_400_000)
    assert terms.shipped(order, bruno) == []
    block = InvoicingBlock.objects.get()

    def resolve(person: Person, why: str) -> list[Invoice]:
        return services.resolve_difference(
            actor=person.actor, number=order.number, block_id=block.id, resolution=why, key=ids.token(12),
            at=terms.days(14),
        )  # fmt: skip

    with pytest.raises(Invalid):
        resolve(ada, " ")
    [invoice] = resolve(ada, "The total was a typing error.")
    assert invoice.total_minor == 2_500_000


def test_a_number_is_used_for_one_order(ada: Person, bruno: Person) -> None:
    terms.granted(ada, bruno)
    paper(ada, terms.opened(ada, bruno))
    with pytest.raises(Invalid):
        paper(ada, terms.opened(ada, bruno))


def test_only_the_buyer_puts_papers_on_file(ada: Person, bruno: Person) -> None:
    terms.granted(ada, bruno)
    with pytest.raises(NotAllowed):
        paper(bruno, terms.opened(ada, bruno))


def test_credit_that_counts_from_dispatch_on(ada: Person, bruno: Person) -> None:
    account = terms.granted(ada, bruno, limit=2_500_000, exposure="DISPATCH")
    order = terms.opened(ada, bruno)
    assert terms.line(account).reserved == 0
    [invoice] = terms.shipped(order, bruno)
    assert terms.line(account).used == 2_500_000
    assert invoice.total_minor == 2_500_000


def test_without_room_at_dispatch_nothing_leaves(ada: Person, bruno: Person) -> None:
    terms.granted(ada, bruno, limit=2_500_000, exposure="DISPATCH")
    order, rival = terms.opened(ada, bruno), terms.opened(ada, bruno)
    terms.shipped(order, bruno)
    with pytest.raises(NotYet, match="lacks"):
        terms.shipped(rival, bruno)
