"""Money in dispute: frozen by a claim, or taken back by the buyer's bank."""

from collections import Counter

from infra.prove.books import (
    DEALS,
    PSP,
    Books,
    Dice,
    Draft,
    E,
    Open,
    drawn_sources,
    from_escrow,
    move,
    nonzero,
    with_escrow,
)
from infra.prove.moves.refunds import drawn_waterfall, open_refund
from infra.prove.moves.releases import drawn_share


def _frozen(books: Books) -> list[Open]:
    """Claims whose money is still on hold in full: a lost chargeback may have taken it."""
    return [claim for claim in books.open["claim"] if books.held(claim.deal.hold) >= claim.amount]


@move(lambda books: bool(with_escrow(books)))
def frozen(books: Books, dice: Dice) -> Draft:
    deal = dice.one(with_escrow(books))
    sources = drawn_sources(books, dice, deal)
    amount = sum(sources.values())
    return Draft(
        {"order_number": deal.number, "sources": sources, "currency": E},
        from_escrow(deal, sources) | {deal.hold: -amount},
        then=lambda entry: books.open["claim"].append(Open(deal, amount, entry, {"sources": sources})),
    )


@move(lambda books: bool(_frozen(books)))
def unfrozen(books: Books, dice: Dice) -> Draft:
    claim = dice.one(_frozen(books))
    back = {claim.deal.escrow(leg): -amount for leg, amount in claim.facts["sources"].items()}
    return Draft(
        {"order_number": claim.deal.number, "sources": claim.facts["sources"], "currency": E},
        {claim.deal.hold: claim.amount} | back,
        then=lambda _: books.open["claim"].remove(claim),
    )


@move(lambda books: bool(_frozen(books)))
def decided(books: Books, dice: Dice) -> Draft:
    claim = dice.one(_frozen(books))
    deal, to_buyer = claim.deal, dice.part(claim.amount)
    to_vendor = claim.amount - to_buyer
    share, settlement, effect = drawn_share(books, dice, deal, to_vendor)

    def done(entry: int) -> None:
        books.open["claim"].remove(claim)
        if to_buyer:
            open_refund(books, deal, to_buyer, entry)

    return Draft(
        {
            "order_number": deal.number, "vendor_id": deal.vendor, "currency": E, "to_buyer": to_buyer,
            "to_vendor": to_vendor, "share": share, "settlement": settlement,
        },
        nonzero(effect | {deal.hold: claim.amount, deal.refunds: -to_buyer}),
        then=done,
    )  # fmt: skip


@move(lambda books: len(books.open["chargeback"]) < 2)  # more would only take turns from others
def chargeback_opened(books: Books, dice: Dice) -> Draft:
    deal, amount, fee = dice.one(DEALS), dice.some(), dice.part(1_500)
    ref = f"dp_{books.next('chargeback')}"
    return Draft(
        {"provider": "stripe", "ref": ref, "currency": E, "amount": amount, "fee": fee},
        nonzero({f"cb:{ref}": amount, "exp:dispute_fee:EUR": fee, PSP: -amount - fee}),
        then=lambda entry: books.open["chargeback"].append(Open(deal, amount, entry, {"ref": ref})),
    )


@move(lambda books: bool(books.open["chargeback"]))
def chargeback_won(books: Books, dice: Dice) -> Draft:
    case = dice.one(books.open["chargeback"])
    ref = case.facts["ref"]
    return Draft(
        {"provider": "stripe", "ref": ref, "currency": E, "amount": case.amount},
        {PSP: case.amount, f"cb:{ref}": -case.amount},
        resolves=case,
        then=lambda _: books.open["chargeback"].remove(case),
    )


@move(lambda books: bool(books.open["chargeback"]))
def chargeback_lost(books: Books, dice: Dice) -> Draft:
    """First what is held for the order, then what is on hold, then the vendor; we bear what is left."""
    case = dice.one(books.open["chargeback"])
    deal, rest = case.deal, case.amount
    sources: dict[int, int] = {}
    for leg in deal.legs:
        if taken := min(rest, books.held(deal.escrow(leg))):
            sources[leg] = taken
            rest -= taken
    hold = min(rest, books.held(deal.hold))
    rest -= hold
    taken_back, effect = drawn_waterfall(books, dice, deal, rest)
    left = rest - taken_back.total
    ours = left // 3
    total = Counter(from_escrow(deal, sources)) + Counter({deal.hold: hold}) + Counter(effect)
    shares = {"inc:commission:EUR": ours, "exp:chargeback_loss:EUR": left - ours}
    return Draft(
        {
            "ref": case.facts["ref"], "order_number": deal.number, "currency": E, "sources": sources, "hold": hold,
            "vendor_id": deal.vendor, "taken": taken_back, "commission": ours, "commission_tax": 0, "loss": left - ours,
        },
        nonzero(dict(total) | shares | {f"cb:{case.facts['ref']}": -case.amount}),
        resolves=case,
        then=lambda _: books.open["chargeback"].remove(case),
    )  # fmt: skip
