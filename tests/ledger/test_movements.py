"""Worked examples: an order of €1,000.00 with 3 % commission. Literals as in docs/ledger.md."""

from uuid import UUID

from marketplace.ledger import movements
from marketplace.ledger.movements import Movement

BUYER = UUID("00000000-0000-7000-8000-00000000000a")
VENDOR = UUID("00000000-0000-7000-8000-00000000000b")


def legs(movement: Movement) -> dict[str, int]:
    return {leg.account.code: leg.amount_minor for leg in movement.legs}


def test_payment_received() -> None:
    movement = movements.payment_received(provider="sandbox", order_number="PO-1", currency="EUR", amount=100_000)
    assert movement.kind == "payment_received"
    assert legs(movement) == {"psp:sandbox:EUR": 100_000, "escrow:PO-1": -100_000}


def test_payment_unclaimed() -> None:
    movement = movements.payment_unclaimed(provider="sandbox", buyer_id=BUYER, currency="EUR", amount=100_000)
    assert legs(movement) == {"psp:sandbox:EUR": 100_000, f"wallet:{BUYER}:EUR": -100_000}


def test_provider_fee() -> None:
    movement = movements.provider_fee(provider="sandbox", currency="EUR", amount=2_930)
    assert legs(movement) == {"exp:psp_fee:EUR": 2_930, "psp:sandbox:EUR": -2_930}


def test_release() -> None:
    movement = movements.release(order_number="PO-1", vendor_id=VENDOR, currency="EUR", gross=100_000, commission=3_000)
    assert legs(movement) == {
        "escrow:PO-1": 100_000,
        f"vendor:{VENDOR}:available:EUR": -97_000,
        "inc:commission:EUR": -3_000,
    }


def test_release_without_commission_has_two_legs() -> None:
    movement = movements.release(order_number="PO-1", vendor_id=VENDOR, currency="EUR", gross=100_000, commission=0)
    assert legs(movement) == {"escrow:PO-1": 100_000, f"vendor:{VENDOR}:available:EUR": -100_000}


def test_payout_reserved_confirmed_and_refused() -> None:
    available, transit = f"vendor:{VENDOR}:available:EUR", f"vendor:{VENDOR}:in_transit:EUR"
    reserved = movements.payout_reserved(vendor_id=VENDOR, currency="EUR", amount=97_000)
    confirmed = movements.payout_confirmed(provider="sandbox", vendor_id=VENDOR, currency="EUR", amount=97_000)
    refused = movements.payout_refused(vendor_id=VENDOR, currency="EUR", amount=97_000)
    assert legs(reserved) == {available: 97_000, transit: -97_000}
    assert legs(confirmed) == {transit: 97_000, "psp:sandbox:EUR": -97_000}
    assert legs(refused) == {transit: 97_000, available: -97_000}


def test_refund_reserved_confirmed_and_refused() -> None:
    reserved = movements.refund_reserved(order_number="PO-1", currency="EUR", amount=100_000)
    confirmed = movements.refund_confirmed(provider="sandbox", order_number="PO-1", currency="EUR", amount=100_000)
    refused = movements.refund_refused(buyer_id=BUYER, order_number="PO-1", currency="EUR", amount=100_000)
    assert legs(reserved) == {"escrow:PO-1": 100_000, "refund_it:PO-1": -100_000}
    assert legs(confirmed) == {"refund_it:PO-1": 100_000, "psp:sandbox:EUR": -100_000}
    assert legs(refused) == {"refund_it:PO-1": 100_000, f"wallet:{BUYER}:EUR": -100_000}


def test_wallet_refund_reserved() -> None:
    movement = movements.wallet_refund_reserved(buyer_id=BUYER, order_number="PO-1", currency="EUR", amount=100_000)
    assert legs(movement) == {f"wallet:{BUYER}:EUR": 100_000, "refund_it:PO-1": -100_000}
