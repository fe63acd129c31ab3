"""Closing and freezing accounts: their bounds are moved by functions of the database, never by hand."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from marketplace.ledger.models import Order
from marketplace.lib.errors import Conflict, NotFound


class StillHoldsMoney(Conflict):
    """An account of the order is not at zero."""

    code = "still_holds_money"


def close_order_accounts(*, order_id: UUID, at: datetime) -> int:
    """Close an order's escrow, hold and refund accounts at its end: nothing can be booked on them any more.

    Returns how many there are. Call it in the transaction of the step that ends the order. Raises NotFound,
    StillHoldsMoney while one of them is not at zero. Closing twice changes nothing.
    """
    number = _number(order_id)
    try:
        with transaction.atomic():
            return int(_call("SELECT ledger_close_order(%s, %s)", number, at))
    except IntegrityError as error:
        raise StillHoldsMoney(f"{number} still holds money. Release or refund it before it is closed.") from error


def reopen_order_accounts(*, order_id: UUID) -> int:
    """Open them again for what may follow an order's end: a warranty claim, a chargeback. Returns how many were closed.

    Raises NotFound.
    """
    return int(_call("SELECT ledger_reopen_order(%s)", _number(order_id)))


def freeze_account(*, code: str) -> bool:
    """Let nothing leave a guarded account: a credit line on hold. What is paid in stays. False if it was so already."""
    return bool(_call("SELECT ledger_freeze_account(%s, true)", code))


def unfreeze_account(*, code: str) -> bool:
    """Give a frozen account its bounds back. False if it was not frozen."""
    return bool(_call("SELECT ledger_freeze_account(%s, false)", code))


def _number(order_id: UUID) -> str:
    number = Order.objects.filter(pk=order_id).values_list("number", flat=True).first()
    if number is None:
        raise NotFound
    return number


def _call(sql: str, *parameters: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        row: tuple[int] = cursor.fetchone()
        return row[0]
