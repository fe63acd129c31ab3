"""Money comes in."""

from infra.prove.books import BANK, CASH, DEALS, PSP, SUSPENSE, Books, Dice, Draft, E, move


def _wallets(books: Books) -> bool:
    return any(books.held(deal.wallet) for deal in DEALS)


@move()
def payment_received(_books: Books, dice: Dice) -> Draft:
    deal, amount = dice.one(DEALS), dice.some()
    leg = dice.one(deal.legs)
    return Draft(
        {"provider": "stripe", "order_number": deal.number, "leg": leg, "currency": E, "amount": amount},
        {PSP: amount, deal.escrow(leg): -amount},
    )


@move()
def payment_unclaimed(_books: Books, dice: Dice) -> Draft:
    deal, amount = dice.one(DEALS), dice.some()
    return Draft(
        {"provider": "stripe", "buyer_id": deal.buyer, "currency": E, "amount": amount},
        {PSP: amount, deal.wallet: -amount},
    )


@move()
def provider_fee(_books: Books, dice: Dice) -> Draft:
    amount = dice.number(1, 900)
    return Draft({"provider": "stripe", "currency": E, "amount": amount}, {"exp:psp_fee:EUR": amount, PSP: -amount})


@move()
def bank_transfer_received(_books: Books, dice: Dice) -> Draft:
    deal, amount = dice.one(DEALS), dice.some()
    return Draft(
        {"provider": "stripe", "buyer_id": deal.buyer, "currency": E, "amount": amount},
        {CASH: amount, deal.wallet: -amount},
    )


@move(lambda books: books.owed(CASH) > 0 and _wallets(books))
def bank_transfer_applied(books: Books, dice: Dice) -> Draft:
    deal = dice.one([deal for deal in DEALS if books.held(deal.wallet)])
    amount, leg = dice.of(min(books.held(deal.wallet), books.owed(CASH))), dice.one(deal.legs)
    return Draft(
        {
            "provider": "stripe", "buyer_id": deal.buyer, "order_number": deal.number, "leg": leg,
            "currency": E, "amount": amount,
        },
        {deal.wallet: amount, PSP: amount, deal.escrow(leg): -amount, CASH: -amount},
    )  # fmt: skip


@move(lambda books: books.owed(CASH) > 0)
def bank_transfer_unclaimed(books: Books, dice: Dice) -> Draft:
    amount = dice.of(books.owed(CASH))
    return Draft({"provider": "stripe", "currency": E, "amount": amount}, {PSP: amount, CASH: -amount})


@move()
def receipt_matched(_books: Books, dice: Dice) -> Draft:
    deal, amount = dice.one(DEALS), dice.some()
    return Draft({"buyer_id": deal.buyer, "currency": E, "amount": amount}, {BANK: amount, deal.wallet: -amount})


@move(_wallets)
def wallet_applied(books: Books, dice: Dice) -> Draft:
    deal = dice.one([deal for deal in DEALS if books.held(deal.wallet)])
    amount, leg = dice.of(books.held(deal.wallet)), dice.one(deal.legs)
    return Draft(
        {"buyer_id": deal.buyer, "order_number": deal.number, "leg": leg, "currency": E, "amount": amount},
        {deal.wallet: amount, deal.escrow(leg): -amount},
    )


@move()
def suspense_received(_books: Books, dice: Dice) -> Draft:
    amount = dice.some()
    return Draft({"provider": "bank", "currency": E, "amount": amount}, {BANK: amount, SUSPENSE: -amount})


@move(lambda books: books.held(SUSPENSE) > 0)
def suspense_resolved(books: Books, dice: Dice) -> Draft:
    deal, amount = dice.one(DEALS), dice.of(books.held(SUSPENSE))
    return Draft(
        {"provider": "bank", "buyer_id": deal.buyer, "currency": E, "amount": amount},
        {SUSPENSE: amount, deal.wallet: -amount},
    )


@move(lambda books: books.held(SUSPENSE) > 0)
def suspense_returned(books: Books, dice: Dice) -> Draft:
    amount = dice.of(books.held(SUSPENSE))
    return Draft({"provider": "bank", "currency": E, "amount": amount}, {SUSPENSE: amount, BANK: -amount})
