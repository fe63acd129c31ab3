"""Money leaves for the vendor's account at the provider or its bank, and comes back."""

from infra.prove.books import BANK, PSP, Books, Dice, Draft, Open, move
from infra.prove.moves.releases import vendors_with

_available = vendors_with("available")


@move(lambda books: bool(_available(books)))
def payout_reserved(books: Books, dice: Dice) -> Draft:
    deal, currency, limit = dice.one(_available(books))
    amount = dice.of(limit)
    under_way = Open(deal, amount, facts={"currency": currency})
    return Draft(
        {"vendor_id": deal.vendor, "currency": currency, "amount": amount},
        {deal.vendors("available", currency): amount, deal.vendors("in_transit", currency): -amount},
        then=lambda entry: _remember(books, "payout", under_way, entry),
    )


def _remember(books: Books, noun: str, thing: Open, entry: int) -> None:
    thing.entry = entry
    books.open[noun].append(thing)


def _settle(books: Books, dice: Dice, target: str, *, provider: bool = False, sent: str = "") -> Draft:
    payout = dice.one(books.open["payout"])
    currency = payout.facts["currency"]

    def settled(entry: int) -> None:
        books.open["payout"].remove(payout)
        if sent:
            _remember(books, sent, payout, entry)

    code = payout.deal.vendors("available", currency) if target == "available" else f"{target}:{currency}"
    return Draft(
        {"vendor_id": payout.deal.vendor, "currency": currency, "amount": payout.amount}
        | ({"provider": "stripe"} if provider else {}),
        {payout.deal.vendors("in_transit", currency): payout.amount, code: -payout.amount},
        resolves=payout,
        then=settled,
    )


@move(lambda books: bool(books.open["payout"]))
def payout_confirmed(books: Books, dice: Dice) -> Draft:
    return _settle(books, dice, "psp:stripe", provider=True, sent="transferred")


@move(lambda books: bool(books.open["payout"]))
def payout_refused(books: Books, dice: Dice) -> Draft:
    return _settle(books, dice, "available")


@move(lambda books: bool(books.open["payout"]))
def bank_payout_sent(books: Books, dice: Dice) -> Draft:
    return _settle(books, dice, "bank:operating", sent="wired")


def _came_back(books: Books, dice: Dice, noun: str, source: str, facts: dict[str, str]) -> Draft:
    payout = dice.one(books.open[noun])
    currency = payout.facts["currency"]
    return Draft(
        {"vendor_id": payout.deal.vendor, "currency": currency, "amount": payout.amount, **facts},
        {f"{source}:{currency}": payout.amount, payout.deal.vendors("available", currency): -payout.amount},
        then=lambda _: books.open[noun].remove(payout),
    )


@move(lambda books: bool(books.open["transferred"]))
def payout_reversed(books: Books, dice: Dice) -> Draft:
    return _came_back(books, dice, "transferred", PSP.removesuffix(":EUR"), {"provider": "stripe"})


@move(lambda books: bool(books.open["wired"]))
def bank_payout_returned(books: Books, dice: Dice) -> Draft:
    return _came_back(books, dice, "wired", BANK.removesuffix(":EUR"), {})
