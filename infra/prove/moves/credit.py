"""Credit lines and invoices on net terms."""

from typing import Any

from infra.prove.books import DEALS, PSP, Books, Deal, Dice, Draft, E, Open, move, nonzero

GRANTED = "memo:granted:EUR"


def _line(deal: Deal, part: str) -> str:
    return f"credit_{part}:{deal.credit_account}"


def _with(books: Books, part: str) -> list[Deal]:
    return [deal for deal in DEALS if books.held(_line(deal, part))]


def _facts(deal: Deal, amount: int) -> dict[str, Any]:
    return {"account": deal.credit_account, "currency": E, "amount": amount}


@move()
def credit_granted(_books: Books, dice: Dice) -> Draft:
    deal, amount = dice.one(DEALS), dice.some()
    return Draft(_facts(deal, amount), {GRANTED: amount, _line(deal, "avail"): -amount})


@move(lambda books: bool(_with(books, "avail")))
def credit_withdrawn(books: Books, dice: Dice) -> Draft:
    deal = dice.one(_with(books, "avail"))
    amount = dice.of(books.held(_line(deal, "avail")))
    return Draft(_facts(deal, amount), {_line(deal, "avail"): amount, GRANTED: -amount})


@move(lambda books: bool(_with(books, "avail")))
def credit_reserved(books: Books, dice: Dice) -> Draft:
    deal = dice.one(_with(books, "avail"))
    amount = dice.of(books.held(_line(deal, "avail")))
    return Draft(_facts(deal, amount), {_line(deal, "avail"): amount, _line(deal, "rsv"): -amount})


@move(lambda books: bool(_with(books, "rsv")))
def credit_unreserved(books: Books, dice: Dice) -> Draft:
    deal = dice.one(_with(books, "rsv"))
    amount = dice.of(books.held(_line(deal, "rsv")))
    return Draft(_facts(deal, amount), {_line(deal, "rsv"): amount, _line(deal, "avail"): -amount})


def _invoice_facts(deal: Deal, invoice: str) -> dict[str, Any]:
    return {
        "buyer_id": deal.buyer, "vendor_id": deal.vendor, "invoice": invoice, "account": deal.credit_account,
        "currency": E,
    }  # fmt: skip


def _terms(invoice: Open) -> str:
    return f"terms:{invoice.deal.vendor}:{invoice.facts['number']}"


def _deferred(invoice: Open) -> str:
    return f"defcom:{invoice.deal.vendor}:{invoice.facts['number']}"


@move(lambda books: bool(_with(books, "rsv")))
def invoice_issued(books: Books, dice: Dice) -> Draft:
    deal = dice.one(_with(books, "rsv"))
    amount = dice.of(books.held(_line(deal, "rsv")))
    commission = dice.part(amount // 8)
    invoice = Open(deal, amount, facts={"number": f"INV-{books.next('invoice')}"})
    return Draft(
        _invoice_facts(deal, invoice.facts["number"]) | {"net": amount - commission, "commission": commission},
        nonzero({
            deal.receivable: amount, _terms(invoice): commission - amount, _deferred(invoice): -commission,
            _line(deal, "rsv"): amount, _line(deal, "used"): -amount,
        }),
        then=lambda _: books.open["invoice"].append(invoice),
    )  # fmt: skip


def _unpaid(books: Books) -> list[Open]:
    return [one for one in books.open["invoice"] if books.held(_terms(one)) or books.held(_deferred(one))]


def _drawn_invoice(books: Books, dice: Dice) -> tuple[Open, int, int]:
    """An unpaid invoice and how much of its net and of its commission: at least one unit of both together."""
    invoice = dice.one(_unpaid(books))
    net, commission = books.held(_terms(invoice)), books.held(_deferred(invoice))
    if dice.number(0, 2) != 1:
        net, commission = dice.part(net), dice.part(commission)
        if not net + commission:
            net, commission = books.held(_terms(invoice)), books.held(_deferred(invoice))
    elif dice.number(0, 7) == 5:
        net += 1
    return invoice, net, commission


@move(lambda books: bool(_unpaid(books)))
def invoice_paid(books: Books, dice: Dice) -> Draft:
    invoice, net, commission = _drawn_invoice(books, dice)
    deal, amount = invoice.deal, net + commission
    tax = dice.part(commission // 5)
    provider = "stripe" if dice.number(0, 3) or books.held(deal.wallet) < amount else ""
    return Draft(
        _invoice_facts(deal, invoice.facts["number"])
        | {"provider": provider, "net": net, "commission": commission - tax, "commission_tax": tax},
        nonzero({
            PSP if provider else deal.wallet: amount, deal.receivable: -amount,
            _terms(invoice): net, deal.vendors("pending"): -net,
            _deferred(invoice): commission, "inc:commission:EUR": tax - commission, "tax:commission:EUR": -tax,
            _line(deal, "used"): amount, _line(deal, "avail"): -amount,
        }),
    )  # fmt: skip


@move(lambda books: bool(_unpaid(books)))
def invoice_credited(books: Books, dice: Dice) -> Draft:
    invoice, net, commission = _drawn_invoice(books, dice)
    deal, amount = invoice.deal, net + commission
    return Draft(
        _invoice_facts(deal, invoice.facts["number"]) | {"net": net, "commission": commission},
        nonzero({
            deal.receivable: -amount, _terms(invoice): net, _deferred(invoice): commission,
            _line(deal, "used"): amount, _line(deal, "avail"): -amount,
        }),
    )  # fmt: skip


def _late(books: Books) -> list[Deal]:
    return [deal for deal in DEALS if books.counters[f"late:{deal.number}"]]


@move(lambda books: any(books.owed(deal.receivable) for deal in DEALS))
def invoice_late_fee(books: Books, dice: Dice) -> Draft:
    deal, amount = dice.one([deal for deal in DEALS if books.owed(deal.receivable)]), dice.number(1, 500)
    return Draft(
        {"buyer_id": deal.buyer, "currency": E, "amount": amount},
        {deal.receivable: amount, "inc:late_fee:EUR": -amount},
        then=lambda _: books.counters.update({f"late:{deal.number}": amount}),
    )


@move(lambda books: bool(_late(books)))
def late_fee_paid(books: Books, dice: Dice) -> Draft:
    deal = dice.one(_late(books))
    amount = dice.number(1, books.counters[f"late:{deal.number}"])
    provider = "stripe" if dice.number(0, 2) or books.held(deal.wallet) < amount else ""
    return Draft(
        {"provider": provider, "buyer_id": deal.buyer, "currency": E, "amount": amount},
        {PSP if provider else deal.wallet: amount, deal.receivable: -amount},
        then=lambda _: books.counters.subtract({f"late:{deal.number}": amount}),
    )


@move(lambda books: bool(_late(books)))
def late_fee_waived(books: Books, dice: Dice) -> Draft:
    deal = dice.one(_late(books))
    amount = dice.number(1, books.counters[f"late:{deal.number}"])
    return Draft(
        {"buyer_id": deal.buyer, "currency": E, "amount": amount},
        {"inc:late_fee:EUR": amount, deal.receivable: -amount},
        then=lambda _: books.counters.subtract({f"late:{deal.number}": amount}),
    )


@move(lambda books: bool(_unpaid(books)))
def invoice_written_off(books: Books, dice: Dice) -> Draft:
    invoice = dice.one(_unpaid(books))
    deal, net, commission = invoice.deal, books.held(_terms(invoice)), books.held(_deferred(invoice))
    bad_debt = min(dice.one([0, invoice.facts.get("advanced", 0)]), books.owed(deal.receivable) - net - commission)
    amount = net + commission + bad_debt
    return Draft(
        _invoice_facts(deal, invoice.facts["number"]) | {"net": net, "commission": commission, "bad_debt": bad_debt},
        nonzero({
            deal.receivable: -amount, _terms(invoice): net, _deferred(invoice): commission,
            "exp:bad_debt:EUR": bad_debt, _line(deal, "used"): amount, GRANTED: -amount,
        }),
        then=lambda _: books.open["invoice"].remove(invoice),
    )  # fmt: skip


@move(lambda books: any(books.held(_terms(one)) for one in books.open["invoice"]))
def terms_advanced(books: Books, dice: Dice) -> Draft:
    invoice = dice.one([one for one in books.open["invoice"] if books.held(_terms(one))])
    net = dice.of(books.held(_terms(invoice)))

    def advanced(_entry: int) -> None:
        invoice.facts["advanced"] = invoice.facts.get("advanced", 0) + net

    return Draft(
        {"vendor_id": invoice.deal.vendor, "invoice": invoice.facts["number"], "currency": E, "net": net},
        {_terms(invoice): net, invoice.deal.vendors("pending"): -net},
        then=advanced,
    )
