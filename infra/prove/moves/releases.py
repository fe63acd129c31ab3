"""Money goes to the vendor: released, matured, kept back, set off against debts."""

from collections.abc import Callable

from infra.prove.books import (
    DEALS,
    Books,
    Deal,
    Dice,
    Draft,
    E,
    Effect,
    U,
    drawn_sources,
    from_escrow,
    move,
    nonzero,
    with_escrow,
)
from marketplace.ledger.movements import Settlement, Share


def drawn_share(books: Books, dice: Dice, deal: Deal, gross: int) -> tuple[Share, Settlement | None, Effect]:
    """How a gross amount is divided, and its effect on the vendor's and our accounts."""
    commission = dice.part(gross // 10)
    tax = dice.part(commission // 4)
    rest = gross - commission - tax
    reserve = 0 if deal.in_dollars else dice.part(rest // 10)
    debt = 0 if deal.in_dollars else dice.part(min(rest - reserve, books.owed(deal.vendors("debt"))))
    net = rest - reserve - debt
    effect = {
        deal.vendors("reserve"): -reserve,
        deal.vendors("debt"): -debt,
        "inc:commission:EUR": -commission,
        "tax:commission:EUR": -tax,
    }
    settlement = None
    if deal.in_dollars:
        settlement = Settlement(currency=U, amount=net * 11 // 10)
        paid = settlement.amount
        effect |= {"fx:EUR": -net, "fx:USD": paid, deal.vendors("pending", U): -paid}
    else:
        effect[deal.vendors("pending")] = -net
    share = Share(commission=commission, commission_tax=tax, reserve=reserve, debt=debt)
    return share, settlement, nonzero(effect)


@move(lambda books: bool(with_escrow(books)))
def release(books: Books, dice: Dice) -> Draft:
    deal = dice.one(with_escrow(books))
    sources = drawn_sources(books, dice, deal)
    share, settlement, effect = drawn_share(books, dice, deal, sum(sources.values()))
    return Draft(
        {
            "order_number": deal.number, "sources": sources, "vendor_id": deal.vendor, "currency": E,
            "share": share, "settlement": settlement,
        },
        from_escrow(deal, sources) | effect,
    )  # fmt: skip


@move(lambda books: bool(with_escrow(books)))
def goods_tax_due(books: Books, dice: Dice) -> Draft:
    deal = dice.one(with_escrow(books))
    sources = drawn_sources(books, dice, deal)
    return Draft(
        {"order_number": deal.number, "sources": sources, "jurisdiction": "NL", "currency": E},
        from_escrow(deal, sources) | {"tax:NL:EUR": -sum(sources.values())},
    )


def vendors_with(what: str) -> Callable[[Books], list[tuple[Deal, str, int]]]:
    """Deals whose vendor has money on an account, with its currency and amount."""

    def find(books: Books) -> list[tuple[Deal, str, int]]:
        pairs = [(deal, U if deal.in_dollars else E) for deal in DEALS] + [
            (deal, E) for deal in DEALS if deal.in_dollars
        ]
        return [(deal, cur, abs(books.balances[deal.vendors(what, cur)])) for deal, cur in pairs
                if books.balances[deal.vendors(what, cur)]]  # fmt: skip

    return find


_pending, _available, _reserved, _indebted = (
    vendors_with(what) for what in ("pending", "available", "reserve", "debt")
)


def _shift(found: list[tuple[Deal, str, int]], dice: Dice, source: str, target: str) -> Draft:
    deal, currency, limit = dice.one(found)
    amount = dice.of(limit)
    return Draft(
        {"vendor_id": deal.vendor, "currency": currency, "amount": amount},
        {deal.vendors(source, currency): amount, deal.vendors(target, currency): -amount},
    )


@move(lambda books: bool(_pending(books)))
def matured(books: Books, dice: Dice) -> Draft:
    return _shift(_pending(books), dice, "pending", "available")


@move(lambda books: bool(_reserved(books)))
def reserve_released(books: Books, dice: Dice) -> Draft:
    return _shift(_reserved(books), dice, "reserve", "available")


@move(lambda books: bool(_available(books)))
def reserve_withheld(books: Books, dice: Dice) -> Draft:
    return _shift(_available(books), dice, "available", "reserve")


def _recoverable(books: Books) -> list[tuple[Deal, str, int]]:
    return [
        (deal, currency, min(debt, books.held(deal.vendors("available", currency))))
        for deal, currency, debt in _indebted(books)
        if books.held(deal.vendors("available", currency))
    ]


@move(lambda books: bool(_recoverable(books)))
def debt_recovered(books: Books, dice: Dice) -> Draft:
    return _shift(_recoverable(books), dice, "available", "debt")


@move(lambda books: bool(_indebted(books)))
def debt_repaid(books: Books, dice: Dice) -> Draft:
    deal, currency, debt = dice.one(_indebted(books))
    amount = dice.of(debt)
    return Draft(
        {"vendor_id": deal.vendor, "currency": currency, "amount": amount},
        {f"bank:operating:{currency}": amount, deal.vendors("debt", currency): -amount},
    )


@move(lambda books: bool(_indebted(books)))
def debt_written_off(books: Books, dice: Dice) -> Draft:
    deal, currency, debt = dice.one(_indebted(books))
    amount = dice.of(debt)
    return Draft(
        {"vendor_id": deal.vendor, "currency": currency, "amount": amount},
        {f"exp:bad_debt:{currency}": amount, deal.vendors("debt", currency): -amount},
    )


@move(lambda books: bool(_available(books)))
def tax_withheld(books: Books, dice: Dice) -> Draft:
    deal, currency, limit = dice.one(_available(books))
    amount = dice.of(limit)
    return Draft(
        {"vendor_id": deal.vendor, "currency": currency, "amount": amount},
        {deal.vendors("available", currency): amount, f"tax:withholding:{currency}": -amount},
    )
