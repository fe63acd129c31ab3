"""Money goes back to the buyer."""

from infra.prove.books import (
    BANK,
    DEALS,
    PSP,
    Books,
    Deal,
    Dice,
    Draft,
    E,
    Effect,
    Open,
    drawn_sources,
    from_escrow,
    move,
    nonzero,
    with_escrow,
)
from marketplace.ledger.movements import Waterfall


def drawn_waterfall(books: Books, dice: Dice, deal: Deal, most: int | None = None) -> tuple[Waterfall, Effect]:
    """Up to ``most`` out of the vendor's money in the order of the waterfall; the rest becomes its debt."""
    wanted = rest = dice.some() if most is None else dice.part(most)
    taken: dict[str, int] = {}
    for what in ("pending", "available", "reserve"):
        taken[what] = min(rest, books.held(deal.vendors(what)))
        rest -= taken[what]
    waterfall = Waterfall(**taken, debt=rest)
    assert sum(taken.values()) + rest == wanted
    effect = {deal.vendors(what): amount for what, amount in taken.items()} | {deal.vendors("debt"): rest}
    return waterfall, nonzero(effect)


def open_refund(books: Books, deal: Deal, amount: int, entry: int) -> None:
    """A refund is on its way."""
    books.open["refund"].append(Open(deal, amount, entry))


@move(lambda books: bool(with_escrow(books)))
def refund_reserved(books: Books, dice: Dice) -> Draft:
    deal = dice.one(with_escrow(books))
    sources = drawn_sources(books, dice, deal)
    amount = sum(sources.values())
    return Draft(
        {"order_number": deal.number, "sources": sources, "currency": E},
        from_escrow(deal, sources) | {deal.refunds: -amount},
        then=lambda entry: open_refund(books, deal, amount, entry),
    )


@move()
def refund_reserved_after_release(books: Books, dice: Dice) -> Draft:
    deal = dice.one(DEALS)
    taken, effect = drawn_waterfall(books, dice, deal)
    commission = dice.part(taken.total // 10)
    tax = dice.part(commission // 4)
    amount = taken.total + commission + tax
    return Draft(
        {
            "order_number": deal.number, "vendor_id": deal.vendor, "currency": E, "taken": taken,
            "commission": commission, "commission_tax": tax,
        },
        nonzero(effect | {"inc:commission:EUR": commission, "tax:commission:EUR": tax, deal.refunds: -amount}),
        then=lambda entry: open_refund(books, deal, amount, entry),
    )  # fmt: skip


@move(lambda books: any(books.held(deal.wallet) for deal in DEALS))
def wallet_refund_reserved(books: Books, dice: Dice) -> Draft:
    deal = dice.one([deal for deal in DEALS if books.held(deal.wallet)])
    amount = dice.of(books.held(deal.wallet))
    return Draft(
        {"buyer_id": deal.buyer, "order_number": deal.number, "currency": E, "amount": amount},
        {deal.wallet: amount, deal.refunds: -amount},
        then=lambda entry: open_refund(books, deal, amount, entry),
    )


@move(lambda books: bool(books.open["refund"]))
def refund_confirmed(books: Books, dice: Dice) -> Draft:
    refund = dice.one(books.open["refund"])

    def confirmed(_entry: int) -> None:
        books.open["refund"].remove(refund)
        books.open["refunded"].append(refund)

    return Draft(
        {"provider": "stripe", "order_number": refund.deal.number, "currency": E, "amount": refund.amount},
        {refund.deal.refunds: refund.amount, PSP: -refund.amount},
        resolves=refund if refund.entry else None,
        then=confirmed,
    )


@move(lambda books: bool(books.open["refund"]))
def refund_refused(books: Books, dice: Dice) -> Draft:
    refund = dice.one(books.open["refund"])
    return Draft(
        {
            "buyer_id": refund.deal.buyer, "order_number": refund.deal.number, "currency": E,
            "amount": refund.amount,
        },
        {refund.deal.refunds: refund.amount, refund.deal.wallet: -refund.amount},
        resolves=refund if refund.entry else None,
        then=lambda _: books.open["refund"].remove(refund),
    )  # fmt: skip


@move(lambda books: bool(books.open["refunded"]))
def refund_returned(books: Books, dice: Dice) -> Draft:
    refund = dice.one(books.open["refunded"])
    return Draft(
        {"provider": "stripe", "buyer_id": refund.deal.buyer, "currency": E, "amount": refund.amount},
        {PSP: refund.amount, refund.deal.wallet: -refund.amount},
        then=lambda _: books.open["refunded"].remove(refund),
    )


@move(lambda books: bool(with_escrow(books)))
def refund_to_wallet(books: Books, dice: Dice) -> Draft:
    deal = dice.one(with_escrow(books))
    sources = drawn_sources(books, dice, deal)
    return Draft(
        {"order_number": deal.number, "buyer_id": deal.buyer, "sources": sources, "currency": E},
        from_escrow(deal, sources) | {deal.wallet: -sum(sources.values())},
    )


@move(lambda books: any(books.held(deal.wallet) for deal in DEALS))
def wallet_paid_out(books: Books, dice: Dice) -> Draft:
    deal = dice.one([deal for deal in DEALS if books.held(deal.wallet)])
    amount = dice.of(books.held(deal.wallet))
    return Draft({"buyer_id": deal.buyer, "currency": E, "amount": amount}, {deal.wallet: amount, BANK: -amount})


@move()
def return_freight_repaid(books: Books, dice: Dice) -> Draft:
    deal = dice.one(DEALS)
    taken, effect = drawn_waterfall(books, dice, deal)
    return Draft(
        {"vendor_id": deal.vendor, "buyer_id": deal.buyer, "currency": E, "taken": taken},
        effect | {deal.wallet: -taken.total},
    )


@move()
def goodwill_granted(_books: Books, dice: Dice) -> Draft:
    deal, amount = dice.one(DEALS), dice.some()
    return Draft(
        {"buyer_id": deal.buyer, "currency": E, "amount": amount}, {"exp:goodwill:EUR": amount, deal.wallet: -amount}
    )
