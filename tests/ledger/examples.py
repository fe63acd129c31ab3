"""Worked examples of every movement: an order of €1,000.00 with 3 % commission. Literals, as in docs/ledger.md.

``DR`` and ``CR`` name accounts by their code, with the vendor, the buyer and the currency left out: ``vendor
available``. The table of the document is compared with these, line by line.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from marketplace.ledger import movements as m
from marketplace.ledger.movements import Movement, Settlement, Share, Waterfall

BUYER = UUID("00000000-0000-7000-8000-00000000000a")
VENDOR = UUID("00000000-0000-7000-8000-00000000000b")
EUR = "EUR"


@dataclass(frozen=True)
class Example:
    """What happened in words, the movement, and its two columns: account kind → minor units."""

    what: str
    movement: Movement
    debits: dict[str, int]
    credits: dict[str, int]


def _e(what: str, movement: Movement, left: dict[str, int], right: dict[str, int]) -> Example:
    return Example(what, movement, left, right)


Facts = dict[str, Any]
ORDER: Facts = {"order_number": "PO-1", "currency": EUR}
OF_VENDOR: Facts = {"vendor_id": VENDOR, "currency": EUR}
OF_BUYER: Facts = {"buyer_id": BUYER, "currency": EUR}
AT_STRIPE: Facts = {"provider": "stripe", "currency": EUR}
LINE: Facts = {"account": "CR-1001", "currency": EUR}
INVOICE: Facts = {**LINE, **OF_BUYER, "vendor_id": VENDOR, "invoice": "NORD-2026-0001"}

PAYMENTS = [
    _e("the buyer paid €1,000.00", m.payment_received(**ORDER, provider="stripe", leg=1, amount=100_000),
       {"psp": 100_000}, {"escrow": 100_000}),
    _e("it came after the order was cancelled", m.payment_unclaimed(**AT_STRIPE, buyer_id=BUYER, amount=100_000),
       {"psp": 100_000}, {"wallet": 100_000}),
    _e("the provider kept 2.9 % and €0.30", m.provider_fee(**AT_STRIPE, amount=2_930),
       {"exp_psp_fee": 2_930}, {"psp": 2_930}),
    _e("a bank transfer of €600.00 reached the buyer's cash balance",
       m.bank_transfer_received(**AT_STRIPE, buyer_id=BUYER, amount=60_000), {"psp_cash": 60_000}, {"wallet": 60_000}),
    _e("with the rest it paid the order in full",
       m.bank_transfer_applied(**AT_STRIPE, buyer_id=BUYER, order_number="PO-1", leg=1, amount=100_000),
       {"wallet": 100_000, "psp": 100_000}, {"escrow": 100_000, "psp_cash": 100_000}),
    _e("or it came after the order was cancelled, and stays in the wallet",
       m.bank_transfer_unclaimed(**AT_STRIPE, amount=100_000), {"psp": 100_000}, {"psp_cash": 100_000}),
    _e("a transfer to our bank with a reference that we know", m.receipt_matched(**OF_BUYER, amount=100_000),
       {"bank": 100_000}, {"wallet": 100_000}),
    _e("the wallet pays the order", m.wallet_applied(**ORDER, buyer_id=BUYER, leg=1, amount=100_000),
       {"wallet": 100_000}, {"escrow": 100_000}),
    _e("a transfer to our bank from we do not know whom",
       m.suspense_received(provider="bank", currency=EUR, amount=40_000), {"bank": 40_000}, {"suspense": 40_000}),
    _e("its owner was found", m.suspense_resolved(provider="bank", **OF_BUYER, amount=40_000),
       {"suspense": 40_000}, {"wallet": 40_000}),
    _e("or it was sent back", m.suspense_returned(provider="bank", currency=EUR, amount=40_000),
       {"suspense": 40_000}, {"bank": 40_000}),
]  # fmt: skip

RELEASES = [
    _e("the buyer accepted; 19 % tax on our commission, 5 % reserve, €100.00 of debt",
       m.release(**ORDER, sources={1: 100_000}, vendor_id=VENDOR,
                 share=Share(commission=3_000, commission_tax=570, reserve=4_822, debt=10_000)),
       {"escrow": 100_000},
       {"vendor_pending": 81_608, "inc_commission": 3_000, "tax_commission": 570, "vendor_reserve": 4_822,
        "vendor_debt": 10_000}),
    _e("accepted, and the vendor is paid in dollars at 1.08",
       m.release(**ORDER, sources={1: 100_000}, vendor_id=VENDOR, share=Share(commission=3_000),
                 settlement=Settlement(currency="USD", amount=104_760)),
       {"escrow": 100_000, "fx USD": 104_760}, {"inc_commission": 3_000, "fx": 97_000, "vendor_pending USD": 104_760}),
    _e("the tax on the goods is ours to pay", m.goods_tax_due(**ORDER, sources={1: 19_000}, jurisdiction="NL"),
       {"escrow": 19_000}, {"tax": 19_000}),
    _e("the waiting time is over", m.matured(**OF_VENDOR, amount=97_000),
       {"vendor_pending": 97_000}, {"vendor_available": 97_000}),
    _e("the reserve was kept long enough", m.reserve_released(**OF_VENDOR, amount=4_850),
       {"vendor_reserve": 4_850}, {"vendor_available": 4_850}),
    _e("money is kept back while a chargeback is decided", m.reserve_withheld(**OF_VENDOR, amount=50_000),
       {"vendor_available": 50_000}, {"vendor_reserve": 50_000}),
    _e("tax is withheld", m.tax_withheld(**OF_VENDOR, amount=970), {"vendor_available": 970}, {"tax_withholding": 970}),
    _e("what the vendor owes is taken from what it may be paid", m.debt_recovered(**OF_VENDOR, amount=10_000),
       {"vendor_available": 10_000}, {"vendor_debt": 10_000}),
    _e("or the vendor pays it", m.debt_repaid(**OF_VENDOR, amount=10_000), {"bank": 10_000}, {"vendor_debt": 10_000}),
    _e("or never will", m.debt_written_off(**OF_VENDOR, amount=10_000),
       {"exp_bad_debt": 10_000}, {"vendor_debt": 10_000}),
    _e("a transfer to the vendor is ordered", m.payout_reserved(**OF_VENDOR, amount=97_000),
       {"vendor_available": 97_000}, {"vendor_in_transit": 97_000}),
    _e("it arrived", m.payout_confirmed(provider="stripe", **OF_VENDOR, amount=97_000),
       {"vendor_in_transit": 97_000}, {"psp": 97_000}),
    _e("it was refused", m.payout_refused(**OF_VENDOR, amount=97_000),
       {"vendor_in_transit": 97_000}, {"vendor_available": 97_000}),
    _e("it was taken back", m.payout_reversed(provider="stripe", **OF_VENDOR, amount=97_000),
       {"psp": 97_000}, {"vendor_available": 97_000}),
    _e("an operator pays from our bank", m.bank_payout_sent(**OF_VENDOR, amount=97_000),
       {"vendor_in_transit": 97_000}, {"bank": 97_000}),
    _e("the vendor's bank sent it back", m.bank_payout_returned(**OF_VENDOR, amount=97_000),
       {"bank": 97_000}, {"vendor_available": 97_000}),
]  # fmt: skip

REFUNDS = [
    _e("a refund before release is ordered", m.refund_reserved(**ORDER, sources={1: 100_000}),
       {"escrow": 100_000}, {"refund_it": 100_000}),
    _e("a refund of €500.00 after release, of which the vendor still has €300.00",
       m.refund_reserved_after_release(**ORDER, vendor_id=VENDOR, commission=1_500, commission_tax=0,
                                       taken=Waterfall(pending=10_000, available=15_000, reserve=5_000, debt=18_500)),
       {"vendor_pending": 10_000, "vendor_available": 15_000, "vendor_reserve": 5_000, "vendor_debt": 18_500,
        "inc_commission": 1_500}, {"refund_it": 50_000}),
    _e("money in the wallet goes back", m.wallet_refund_reserved(**ORDER, buyer_id=BUYER, amount=100_000),
       {"wallet": 100_000}, {"refund_it": 100_000}),
    _e("the refund left", m.refund_confirmed(provider="stripe", **ORDER, amount=100_000),
       {"refund_it": 100_000}, {"psp": 100_000}),
    _e("the provider could not refund", m.refund_refused(**ORDER, buyer_id=BUYER, amount=100_000),
       {"refund_it": 100_000}, {"wallet": 100_000}),
    _e("a refund came back from the buyer's bank", m.refund_returned(**AT_STRIPE, buyer_id=BUYER, amount=100_000),
       {"psp": 100_000}, {"wallet": 100_000}),
    _e("what was paid from the wallet goes back there",
       m.refund_to_wallet(**ORDER, buyer_id=BUYER, sources={1: 100_000}), {"escrow": 100_000}, {"wallet": 100_000}),
    _e("a wallet is paid out", m.wallet_paid_out(**OF_BUYER, amount=100_000), {"wallet": 100_000}, {"bank": 100_000}),
    _e("the supplier bears the freight of a return",
       m.return_freight_repaid(buyer_id=BUYER, **OF_VENDOR, taken=Waterfall(available=3_000, debt=1_000)),
       {"vendor_available": 3_000, "vendor_debt": 1_000}, {"wallet": 4_000}),
    _e("we put something right", m.goodwill_granted(**OF_BUYER, amount=2_000),
       {"exp_goodwill": 2_000}, {"wallet": 2_000}),
]  # fmt: skip

DISPUTES = [
    _e("a claim freezes €400.00", m.frozen(**ORDER, sources={1: 40_000}), {"escrow": 40_000}, {"hold": 40_000}),
    _e("it is withdrawn", m.unfrozen(**ORDER, sources={1: 40_000}), {"hold": 40_000}, {"escrow": 40_000}),
    _e("it is decided, €250.00 to the buyer",
       m.decided(**ORDER, vendor_id=VENDOR, to_buyer=25_000, to_vendor=15_000, share=Share(commission=450)),
       {"hold": 40_000}, {"refund_it": 25_000, "vendor_pending": 14_550, "inc_commission": 450}),
    _e("the card network takes €1,000.00 back and €15.00 for its trouble",
       m.chargeback_opened(**AT_STRIPE, ref="dp_1", amount=100_000, fee=1_500),
       {"chargeback": 100_000, "exp_dispute_fee": 1_500}, {"psp": 101_500}),
    _e("it gives it back", m.chargeback_won(**AT_STRIPE, ref="dp_1", amount=100_000),
       {"psp": 100_000}, {"chargeback": 100_000}),
    _e("it keeps it: first what is held, then the vendor, the rest is our loss",
       m.chargeback_lost(**ORDER, ref="dp_1", sources={1: 20_000}, hold=10_000, vendor_id=VENDOR,
                         taken=Waterfall(available=30_000, debt=10_000), commission=1_237, commission_tax=0,
                         loss=28_763),
       {"escrow": 20_000, "hold": 10_000, "vendor_available": 30_000, "vendor_debt": 10_000, "inc_commission": 1_237,
        "exp_chargeback_loss": 28_763}, {"chargeback": 100_000}),
]  # fmt: skip

CREDIT = [
    _e("a line of €5,000.00 is granted", m.credit_granted(**LINE, amount=500_000),
       {"credit_granted": 500_000}, {"credit_available": 500_000}),
    _e("it is lowered", m.credit_withdrawn(**LINE, amount=100_000),
       {"credit_available": 100_000}, {"credit_granted": 100_000}),
    _e("an order is placed on it", m.credit_reserved(**LINE, amount=100_000),
       {"credit_available": 100_000}, {"credit_reserved": 100_000}),
    _e("and cancelled", m.credit_unreserved(**LINE, amount=100_000),
       {"credit_reserved": 100_000}, {"credit_available": 100_000}),
    _e("its goods left: the invoice", m.invoice_issued(**INVOICE, net=97_000, commission=3_000),
       {"receivable": 100_000, "credit_reserved": 100_000},
       {"terms": 97_000, "deferred_commission": 3_000, "credit_used": 100_000}),
    _e("€400.00 of it are paid",
       m.invoice_paid(**INVOICE, provider="stripe", net=38_800, commission=1_200, commission_tax=0),
       {"psp": 40_000, "terms": 38_800, "deferred_commission": 1_200, "credit_used": 40_000},
       {"receivable": 40_000, "vendor_pending": 38_800, "inc_commission": 1_200, "credit_available": 40_000}),
    _e("a credit note over €100.00", m.invoice_credited(**INVOICE, net=9_700, commission=300),
       {"terms": 9_700, "deferred_commission": 300, "credit_used": 10_000},
       {"receivable": 10_000, "credit_available": 10_000}),
    _e("interest on an overdue invoice", m.invoice_late_fee(**OF_BUYER, amount=850),
       {"receivable": 850}, {"inc_late_fee": 850}),
    _e("which is paid", m.late_fee_paid(**AT_STRIPE, buyer_id=BUYER, amount=850), {"psp": 850}, {"receivable": 850}),
    _e("or waived", m.late_fee_waived(**OF_BUYER, amount=850), {"inc_late_fee": 850}, {"receivable": 850}),
    _e("the rest is written off at the seller's risk",
       m.invoice_written_off(**INVOICE, net=48_500, commission=1_500, bad_debt=0),
       {"terms": 48_500, "deferred_commission": 1_500, "credit_used": 50_000},
       {"receivable": 50_000, "credit_granted": 50_000}),
    _e("or at the market's, which has paid the seller",
       m.invoice_written_off(**INVOICE, net=0, commission=1_500, bad_debt=48_500),
       {"deferred_commission": 1_500, "exp_bad_debt": 48_500, "credit_used": 50_000},
       {"receivable": 50_000, "credit_granted": 50_000}),
    _e("where the market lends, the vendor is paid at once",
       m.terms_advanced(vendor_id=VENDOR, invoice="NORD-2026-0001", currency=EUR, net=97_000),
       {"terms": 97_000}, {"vendor_pending": 97_000}),
]  # fmt: skip

TREASURY = [
    _e("the owner pays in", m.owner_paid_in(currency=EUR, amount=500_000), {"bank": 500_000}, {"equity": 500_000}),
    _e("a float is put at the provider", m.topped_up(**AT_STRIPE, amount=200_000), {"psp": 200_000}, {"bank": 200_000}),
    _e("our earnings go to our bank", m.platform_payout_sent(**AT_STRIPE, amount=50_000),
       {"bank_in_transit": 50_000}, {"psp": 50_000}),
    _e("they arrive", m.platform_payout_settled(currency=EUR, amount=50_000),
       {"bank": 50_000}, {"bank_in_transit": 50_000}),
    _e("or come back", m.platform_payout_returned(**AT_STRIPE, amount=50_000),
       {"psp": 50_000}, {"bank_in_transit": 50_000}),
    _e("the provider exchanges €970.00 into $1,047.60",
       m.provider_converted(provider="stripe", sold=EUR, sold_amount=97_000, bought="USD", bought_amount=104_760),
       {"fx": 97_000, "psp USD": 104_760}, {"psp": 97_000, "fx USD": 104_760}),
    _e("what exchange left us at the end of a period", m.exchange_closed(currency=EUR, gain=120),
       {"fx": 120}, {"inc_fx": 120}),
    _e("a cent that the provider's arithmetic took", m.rounding_booked(**AT_STRIPE, amount=-1),
       {"exp_rounding": 1}, {"psp": 1}),
]  # fmt: skip

GROUPS = {
    "Payments": PAYMENTS,
    "Releases and payouts": RELEASES,
    "Refunds": REFUNDS,
    "Claims and chargebacks": DISPUTES,
    "Credit and net terms": CREDIT,
    "The market's own money": TREASURY,
}
EXAMPLES = [example for group in GROUPS.values() for example in group]


def columns(movement: Movement) -> tuple[dict[str, int], dict[str, int]]:
    """The legs of a movement as (debits, credits) by account kind; another currency than the euro is named."""
    left: dict[str, int] = {}
    right: dict[str, int] = {}
    for leg in movement.legs:
        other = leg.account.currency.removeprefix("XCR-")
        kind = leg.account.kind if other == EUR else f"{leg.account.kind} {other}"
        (left if leg.amount_minor > 0 else right)[kind] = abs(leg.amount_minor)
    return left, right


def table(group: list[Example]) -> str:
    """The examples as the document shows them."""

    def cell(side: dict[str, int]) -> str:
        return " · ".join(f"{kind} {amount:,}" for kind, amount in side.items())

    rows = [f"| `{one.movement.kind}`: {one.what} | {cell(one.debits)} | {cell(one.credits)} |" for one in group]
    return "\n".join(["| what happened | debit | credit |", "|---|---|---|", *rows])
