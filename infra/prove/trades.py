"""Lives of orders at the payment provider, as different as the provider's list can show them."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from escrow import services
from escrow.gateways.fake import engine
from escrow.gateways.fake.engine import Choice
from escrow.models import GatewayOperation
from infra.prove.world import MINUTE, World
from marketplace.ledger.plans import Plan

Life = Callable[[World], None]


def play(seen: World, count: int) -> Counter[str]:
    """Play ``count`` lives, chosen by chance; returns how many of each. One in ten notices never arrives."""
    played: Counter[str] = Counter()
    for _ in range(count):
        life = seen.chance.choice(LIVES)
        life(seen)
        played[life.__name__] += 1
    seen.pass_time(timedelta(days=3))
    _go_on(seen)
    return played


def unpaid(seen: World) -> None:
    """The buyer leaves the payment page."""
    started = services.start_payment(actor=seen.buyer, number=seen.open_order(), key=seen.key(), at=seen.now)
    engine.choose(ref=started.gateway_ref or "", choice=Choice.CANCEL, at=seen.now)
    _go_on(seen)


def declined_then_paid(seen: World) -> None:
    """The second attempt succeeds."""
    number = seen.open_order()
    started = services.start_payment(actor=seen.buyer, number=number, key=seen.key(), at=seen.now)
    engine.choose(ref=started.gateway_ref or "", choice=Choice.DECLINE, at=seen.now)
    _go_on(seen)
    _pay(seen, number)


def paid(seen: World) -> None:
    """Paid, and still held."""
    _pay(seen, seen.open_order())


def paid_by_transfer(seen: World) -> None:
    """Paid by bank transfer to the provider."""
    _pay(seen, seen.open_order(), Choice.BANK)


def paid_in_silence(seen: World) -> None:
    """Paid, and nobody told us."""
    _pay(seen, seen.open_order(), Choice.TIMEOUT)


def deposit_and_balance(seen: World) -> None:
    """Two payments."""
    number = seen.open_order(Plan(kind="deposit", deposit_bp=3_000))
    _pay(seen, number)
    _pay(seen, number)


def refunded(seen: World) -> None:
    """Paid and sent back before shipment."""
    number = seen.open_order()
    _pay(seen, number)
    services.request_refund(actor=seen.vendor, number=number, reason="Out of stock.", key=seen.key(), at=seen.now)
    _go_on(seen)


def refund_that_came_back(seen: World) -> None:
    """The buyer's bank sends the refund back days later."""
    refunded(seen)
    refund = GatewayOperation.objects.filter(kind="REFUND", order__number=seen.numbers[-1]).first()
    if refund and refund.state == "SUCCEEDED":
        engine.fail_refund(ref=refund.gateway_ref or "", at=seen.now)
        _go_on(seen)


def released_and_paid_out(seen: World) -> None:
    """The whole way."""
    number = seen.open_order()
    _pay(seen, number)
    _release(seen, number)
    seen.pass_time(timedelta(days=3))
    services.run_payout_batch(actor=seen.operator, key=seen.key(), at=seen.now)
    _go_on(seen)


def disputed(seen: World) -> None:
    """The buyer's bank takes a part of it back, and decides or not."""
    number = seen.open_order()
    payment = _pay(seen, number)
    if seen.chance.random() < 0.5:
        _release(seen, number)
    amount = payment.amount_minor // seen.chance.choice([1, 2])
    ref = engine.open_dispute(payment_ref=payment.gateway_ref or "", at=seen.now, amount_minor=amount)
    _go_on(seen)
    if seen.chance.random() < 0.7:
        engine.decide_dispute(ref=ref, won=seen.chance.random() < 0.5, at=seen.now)
    _go_on(seen)


LIVES: tuple[Life, ...] = (
    unpaid, declined_then_paid, paid, paid_by_transfer, paid_in_silence, deposit_and_balance, refunded,
    refund_that_came_back, released_and_paid_out, released_and_paid_out, disputed,
)  # fmt: skip


def _pay(seen: World, number: str, choice: Choice = Choice.PAY) -> GatewayOperation:
    started = services.start_payment(actor=seen.buyer, number=number, key=seen.key(), at=seen.now)
    engine.choose(ref=started.gateway_ref or "", choice=choice, at=seen.now)
    _go_on(seen)
    services.run_operation(actor=seen.operator, operation_id=started.id, at=seen.now)
    started.refresh_from_db()
    return started


def _release(seen: World, number: str) -> None:
    services.ship_order(
        actor=seen.vendor, number=number, carrier="DHL", tracking_number=seen.key(), key=seen.key(), at=seen.now
    )
    services.accept_order(actor=seen.buyer, number=number, key=seen.key(), at=seen.now)


def _go_on(seen: World) -> None:
    """A minute passes: the sweep runs, most notices arrive."""
    seen.pass_time(MINUTE)
    seen.run_due()
    for notice in seen.notices():
        if seen.chance.random() < 0.1:
            engine.mark_delivered(notice_id=notice.id, at=seen.now)
        else:
            seen.deliver(notice)
    seen.work_off()
