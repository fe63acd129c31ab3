"""A month of one order's money, booked entry by entry: €25,000.00 paid, 10,000.00 released, 2,000.00 refunded."""

from datetime import UTC, datetime

from django.db import transaction

from marketplace.ledger import movements
from marketplace.ledger.models import Order
from marketplace.ledger.movements import Movement, Share
from marketplace.ledger.services import post

EUR = "EUR"


def day(number: int, month: int = 3) -> datetime:
    """Noon of a day in 2026."""
    return datetime(2026, month, number, 12, 0, tzinfo=UTC)


def book(key: str, movement: Movement, at: datetime, order: Order | None = None, resolves: int | None = None) -> int:
    """One entry in a transaction of its own."""
    with transaction.atomic():
        return post(key=key, movement=movement, at=at, order_id=order.id if order else None, resolves=resolves)


def march(order: Order) -> None:
    """Paid on the 3rd, released on the 10th, paid out on the 12th, a refund on the 20th."""
    number, vendor = order.number, order.vendor_id
    paid = movements.payment_received(provider="stripe", order_number=number, leg=1, currency=EUR, amount=2_500_000)
    book(f"{number}:paid", paid, day(3), order)
    book(f"{number}:fee", movements.provider_fee(provider="stripe", currency=EUR, amount=7_000), day(3), order)
    share = Share(commission=30_000, commission_tax=6_000, reserve=50_000)
    released = movements.release(
        order_number=number, sources={1: 1_000_000}, vendor_id=vendor, currency=EUR, share=share
    )
    book(f"{number}:release", released, day(10), order)
    book(f"{number}:matured", movements.matured(vendor_id=vendor, currency=EUR, amount=914_000), day(11), order)
    reserved = book(f"{number}:out", movements.payout_reserved(vendor_id=vendor, currency=EUR, amount=914_000), day(12))
    sent = movements.payout_confirmed(provider="stripe", vendor_id=vendor, currency=EUR, amount=914_000)
    book(f"{number}:sent", sent, day(12), resolves=reserved)
    ordered = movements.refund_reserved(order_number=number, sources={1: 200_000}, currency=EUR)
    reservation = book(f"{number}:refund", ordered, day(20), order)
    confirmed = movements.refund_confirmed(provider="stripe", order_number=number, currency=EUR, amount=200_000)
    book(f"{number}:refunded", confirmed, day(21), order, resolves=reservation)
