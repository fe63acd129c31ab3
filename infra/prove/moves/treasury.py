"""The market's own money."""

from infra.prove.books import BANK, DEALS, PSP, TRANSIT, Books, Dice, Draft, E, Open, U, move, nonzero


@move()
def owner_paid_in(_books: Books, dice: Dice) -> Draft:
    amount = dice.some()
    return Draft({"currency": E, "amount": amount}, {BANK: amount, "equity:EUR": -amount})


@move()
def topped_up(_books: Books, dice: Dice) -> Draft:
    amount = dice.some()
    return Draft({"provider": "stripe", "currency": E, "amount": amount}, {PSP: amount, BANK: -amount})


@move()
def platform_payout_sent(books: Books, dice: Dice) -> Draft:
    amount = dice.some()
    return Draft(
        {"provider": "stripe", "currency": E, "amount": amount},
        {TRANSIT: amount, PSP: -amount},
        then=lambda entry: books.open["own payout"].append(Open(DEALS[0], amount, entry)),
    )


@move(lambda books: bool(books.open["own payout"]))
def platform_payout_settled(books: Books, dice: Dice) -> Draft:
    payout = dice.one(books.open["own payout"])
    return Draft(
        {"currency": E, "amount": payout.amount},
        {BANK: payout.amount, TRANSIT: -payout.amount},
        resolves=payout,
        then=lambda _: books.open["own payout"].remove(payout),
    )


@move(lambda books: bool(books.open["own payout"]))
def platform_payout_returned(books: Books, dice: Dice) -> Draft:
    payout = dice.one(books.open["own payout"])
    return Draft(
        {"provider": "stripe", "currency": E, "amount": payout.amount},
        {PSP: payout.amount, TRANSIT: -payout.amount},
        resolves=payout,
        then=lambda _: books.open["own payout"].remove(payout),
    )


@move()
def provider_converted(_books: Books, dice: Dice) -> Draft:
    sold, bought = dice.some(), dice.some()
    return Draft(
        {"provider": "stripe", "sold": E, "sold_amount": sold, "bought": U, "bought_amount": bought},
        {PSP: -sold, "fx:EUR": sold, "psp:stripe:USD": bought, "fx:USD": -bought},
    )


@move()
def exchange_closed(_books: Books, dice: Dice) -> Draft:
    gain = dice.some() - dice.some() or 1
    return Draft({"currency": E, "gain": gain}, {"fx:EUR": gain, "inc:fx:EUR": -gain})


@move()
def rounding_booked(_books: Books, dice: Dice) -> Draft:
    amount = dice.one([1, -1])
    return Draft(
        {"provider": "stripe", "currency": E, "amount": amount}, nonzero({PSP: amount, "exp:rounding:EUR": -amount})
    )
