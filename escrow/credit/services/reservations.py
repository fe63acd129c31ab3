"""Orders on net terms take credit instead of a payment. That they cannot take too much is up to the database."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from escrow import policy as core_policy
from escrow import services as core
from escrow.credit import policy
from escrow.credit.machinery import history
from escrow.credit.machinery.reserving import is_on_terms
from escrow.credit.models import CreditAccount, CreditReservation
from escrow.credit.states import AccountState, Exposure, ReservationState
from escrow.machinery import schedule
from escrow.models import GatewayOperation, PaymentLeg
from escrow.states import LegState
from marketplace.ledger import movements
from marketplace.ledger import queries as ledger
from marketplace.ledger.services import InsufficientFunds, lock_order, note_order, post
from marketplace.ledger.states import OrderState
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict
from marketplace.lib.money import Money

if TYPE_CHECKING:
    from marketplace.ledger.models import Order

SYSTEM = Actor.for_system("escrow.credit")


class NoCredit(Conflict):
    """No credit account covers the order."""

    code = "no_credit"


def reserve_credit(*, actor: Actor, order_id: UUID, at: datetime) -> CreditReservation:
    """Let an order on terms ship against the buyer's credit: with the vendor first, else with the market.

    The machine, when the order opens; once per order. Raises NoCredit: the order then waits, and says that the
    buyer may pay in advance or have the limit raised. Publishes OrderAdvanced.
    """
    require(policy.may_run_machinery(actor))
    with transaction.atomic():
        order = schedule.ensure(order_id)
        found = CreditReservation.objects.filter(order=order).first()
        if found:
            return found
        if not is_on_terms(order) or order.state != OrderState.AWAITING_PAYMENT:
            raise NoCredit("This order does not wait for credit.")
        if _advance(order):
            raise NoCredit("This order is being paid in advance.")
        for account in _candidates(order):
            reservation = _try(account, order, at)
            if reservation:
                told: dict[str, Any] = {
                    "by_credit": account.number,
                    "amount_minor": order.total_minor,
                    "currency": order.currency,
                }
                schedule.start_order(order_id=order.id, facts=told, at=at)
                history.note(actor, account, "reserve", at, order=order.number, **told)
                return reservation
    raise NoCredit(
        f"No credit account has {Money(order.total_minor, order.currency)} free for {order.number}. "
        "Pay in advance, or have the limit raised."
    )


def try_waiting_orders(*, actor: Actor, buyer_id: UUID, currency: str, at: datetime) -> int:
    """Reserve for orders of a buyer that wait for credit, oldest first; returns how many moved. The machine."""
    require(policy.may_run_machinery(actor))
    moved = 0
    waiting = ledger.orders_visible_to(actor).filter(
        buyer_id=buyer_id, currency=currency, plan__kind="terms", state=OrderState.AWAITING_PAYMENT
    )
    for order_id in waiting.order_by("opened_at").values_list("id", flat=True):
        try:
            reserve_credit(actor=actor, order_id=order_id, at=at)
        except NoCredit:
            continue
        moved += 1
    return moved


def pay_in_advance(*, actor: Actor, number: str, key: str, at: datetime) -> GatewayOperation:
    """Pay an order that waits for credit into escrow instead: returns the operation whose ``checkout_url`` the buyer
    visits. From then on it is protected like any other. The buyer's finance and administrators.

    Raises NotFound, NotAllowed, NoCredit where the order does not wait.
    """
    with transaction.atomic():
        order = ledger.get_order(actor, number)
        require(core_policy.may_pay(actor, order))
        order = schedule.ensure(order.id)
        if not is_on_terms(order) or order.state != OrderState.AWAITING_PAYMENT:
            raise NoCredit("This order does not wait for credit.")
        leg = _advance(order) or schedule.add_leg(
            order, amount_minor=order.total_minor, title="Payment in advance", due_at=at, when="order"
        )
    return core.start_payment(actor=actor, number=number, leg_no=leg.no, key=key, at=at)


def _advance(order: "Order") -> PaymentLeg | None:
    """The payment that the buyer chose instead of credit."""
    legs = PaymentLeg.objects.filter(order_id=order.id, when="order").exclude(state=LegState.EXPIRED)
    return legs.order_by("no").first()


def tell_no_credit(*, actor: Actor, order_id: UUID, at: datetime) -> None:
    """Write on the order's timeline that it waits for credit. The machine. Publishes OrderAdvanced."""
    require(policy.may_run_machinery(actor))
    note_order(actor=actor, order_id=order_id, kind="credit_refused", at=at)


def free_credit(*, actor: Actor, order_id: UUID, at: datetime) -> int:
    """Give back what an order still reserves: it was cancelled or refunded. Returns minor units. The machine."""
    require(policy.may_run_machinery(actor))
    with transaction.atomic():
        order = lock_order(order_id)
        reservation = CreditReservation.objects.select_related("account").filter(order=order).first()
        if reservation is None or not reservation.open_minor:
            return 0
        account, amount = reservation.account, reservation.open_minor
        post(
            key=f"credit:{order.number}:freed",
            movement=movements.credit_unreserved(account=account.number, currency=order.currency, amount=amount),
            order_id=order.id,
            at=at,
        )
        reservation.freed_minor += amount
        reservation.state = ReservationState.INVOICED if reservation.invoiced_minor else ReservationState.FREED
        reservation.save(update_fields=["freed_minor", "state"])
        history.note(actor, account, "free", at, order=order.number, amount_minor=amount, currency=order.currency)
        return amount


def _candidates(order: "Order") -> list[CreditAccount]:
    """Active accounts that may carry the order; the vendor's own before the market's."""
    found = CreditAccount.objects.filter(
        buyer_id=order.buyer_id, currency=order.currency, state=AccountState.ACTIVE
    ).select_related("lender")
    usable = [one for one in found if one.lender_id == order.vendor_id or one.lender.can_operate]
    return sorted(usable, key=lambda one: one.lender_id != order.vendor_id)


def _try(account: CreditAccount, order: "Order", at: datetime) -> CreditReservation | None:
    """Reserve on one account; None where the database says that there is not enough."""
    takes_now = account.exposure == Exposure.ORDER
    if not takes_now and ledger.credit_line(account.number).available < order.total_minor:
        return None
    try:
        with transaction.atomic():
            if takes_now:
                post(
                    key=f"credit:{order.number}:{account.number}",
                    movement=movements.credit_reserved(
                        account=account.number, currency=order.currency, amount=order.total_minor
                    ),
                    order_id=order.id,
                    at=at,
                )
            return CreditReservation.objects.create(
                order_id=order.id,
                account=account,
                amount_minor=order.total_minor,
                reserved_minor=order.total_minor if takes_now else 0,
                made_at=at,
            )
    except InsufficientFunds:
        return None
