"""What each of the three reads on its statement, to the cent, and that the three re-add to each other."""

from dataclasses import replace

import pytest
from pytest_django import DjangoAssertNumQueries

from escrow.statements import queries
from escrow.statements.ledger_checks import every_account_has_one_statement, statements_re_add
from escrow.statements.lines import head_hash, line_hash
from escrow.statements.queries import Asked, Statement
from marketplace.ledger import movements
from marketplace.ledger import queries as ledger
from marketplace.ledger.models import Order, Posting
from marketplace.ledger.movements import Share
from marketplace.ledger.parties import Column, Party, re_add
from marketplace.ledger.verify.registry import Scope
from marketplace.lib.errors import Invalid, NotAllowed
from tests.cast import Person
from tests.ledger.conftest import make_order
from tests.statements.history import book, day, march

MARCH = Asked(month="2026-03")


def of(person: Person, asked: Asked = MARCH) -> Statement:
    return queries.get_statement(person.actor, asked, day(31))


def figures(statement: Statement) -> dict[str, int]:
    return {figure.label: figure.amount for figure in statement.causes}


def standing(statement: Statement) -> dict[str, int]:
    return {figure.label: figure.amount for figure in statement.standing}


def test_the_buyers_statement(booked: Order, ada: Person) -> None:
    statement = of(ada)
    assert (statement.opening, statement.closing) == (0, 1_300_000)
    assert figures(statement) == {"Paid": 2_500_000, "Released to suppliers": -1_000_000, "Refunded": -200_000}
    assert standing(statement) == {"Escrow": 1_300_000}
    assert statement.commission == []


def test_the_vendors_statement(booked: Order, bruno: Person) -> None:
    statement = of(bruno)
    assert (statement.opening, statement.closing) == (0, 50_000)
    assert figures(statement) == {"Released, net": 964_000, "Paid out": -914_000}
    assert standing(statement) == {"Reserve": 50_000}
    taken = {figure.label: figure.amount for figure in statement.commission}
    assert taken == {"Commission": 30_000, "Tax on commission": 6_000}


def test_the_markets_statement(booked: Order, otto: Person) -> None:
    statement = of(otto)
    assert (statement.opening, statement.closing) == (0, 1_350_000)
    assert standing(statement) == {
        "Payment provider": 1_379_000, "Provider fees": 7_000, "Commission income": -30_000,
        "Tax on commission": -6_000,
    }  # fmt: skip


def test_what_the_market_has_is_what_it_owes(booked: Order, ada: Person, bruno: Person, otto: Person) -> None:
    assert of(otto).closing == of(ada).closing + of(bruno).closing


def test_lines_carry_the_balance_and_their_cause(booked: Order, ada: Person) -> None:
    lines = queries.statement_page(of(ada)).lines
    assert [(line.cause, line.debit, line.credit, line.balance) for line in lines] == [
        ("Payment received, held in escrow", 0, 2_500_000, 2_500_000),
        ("Released from escrow", 1_000_000, 0, 1_500_000),
        ("Refund ordered", 200_000, 0, 1_300_000),
        ("Refund ordered", 0, 200_000, 1_500_000),
        ("Refund confirmed", 200_000, 0, 1_300_000),
    ]
    assert {line.order_number for line in lines} == {booked.number}


def test_a_release_tells_the_vendor_alone_what_was_taken(booked: Order, ada: Person, bruno: Person) -> None:
    assert [line.taken for line in queries.statement_page(of(bruno)).lines][:2] == [36_000, 0]
    assert {line.taken for line in queries.statement_page(of(ada)).lines} == {0}


def test_pages_continue_the_balance_and_the_chain(booked: Order, bruno: Person) -> None:
    statement = of(bruno)
    whole = queries.statement_page(statement)
    assert (len(whole.lines), whole.following) == (7, "")
    paged, after = [], ""
    while True:
        page = queries.statement_page(statement, after, size=3)
        paged += page.lines
        after = page.following
        if not after:
            break
    assert paged == whole.lines
    assert paged[-1].balance == statement.closing


def test_a_page_is_one_look_wherever_it_is(
    booked: Order, bruno: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    statement = of(bruno)
    after = queries.statement_page(statement, size=3).following
    with django_assert_num_queries(1):
        queries.statement_page(statement, after, size=3)


def test_a_forged_or_foreign_cursor_is_refused(booked: Order, ada: Person, bruno: Person) -> None:
    after = queries.statement_page(of(bruno), size=3).following
    with pytest.raises(Invalid):
        queries.statement_page(of(bruno), after[:-1] + ("A" if after[-1] != "A" else "B"))
    with pytest.raises(Invalid):
        queries.statement_page(of(ada), after)


def test_the_hashes_can_be_recomputed(booked: Order, ada: Person) -> None:
    statement = of(ada)
    column, period = statement.column, statement.period
    digest = head_hash(column, period.first, 0)
    rows = ledger.statement_rows(column, since=period.since, until=period.until, limit=100)
    for row, line in zip(rows, queries.statement_page(statement).lines, strict=True):
        digest = line_hash(digest, row)
        assert line.hash == digest
    changed = replace(rows[0], amount_minor=rows[0].amount_minor - 1)
    assert line_hash(statement.head, changed) != line_hash(statement.head, rows[0])


def test_a_later_period_opens_with_what_the_earlier_closed(booked: Order, bruno: Person) -> None:
    april = of(bruno, Asked(month="2026-04"))
    assert (april.opening, april.closing) == (50_000, 50_000)
    assert queries.statement_page(april).lines == []
    early = of(bruno, Asked(first=day(1).date(), last=day(10).date()))
    assert (early.opening, early.closing) == (0, 964_000)


def test_the_balance_of_each_day(booked: Order, ada: Person) -> None:
    days = dict(queries.balance_days(of(ada)))
    assert [days[day(number).date()] for number in (1, 3, 9, 10, 20, 21, 31)] == [
        0, 2_500_000, 2_500_000, 1_500_000, 1_500_000, 1_300_000, 1_300_000,
    ]  # fmt: skip
    assert len(days) == 31


def test_by_default_it_is_the_last_month_that_moved(booked: Order, ada: Person) -> None:
    assert of(ada, Asked()).period.name == "March 2026"


def test_strangers_read_nothing_of_it(booked: Order, dora: Person, carla: Person) -> None:
    for stranger in (dora, carla):
        statement = of(stranger)
        assert (statement.opening, statement.closing) == (0, 0)
        assert queries.statement_page(statement).lines == []


def test_another_side_is_refused(booked: Order, ada: Person) -> None:
    with pytest.raises(NotAllowed):
        of(ada, Asked(side="operator"))
    with pytest.raises(NotAllowed):
        of(ada, Asked(side="vendor"))


def test_the_three_re_add_and_are_the_postings(booked: Order, ada: Person, bruno: Person) -> None:
    march(make_order(ada, bruno, key="second"))
    (sums,) = ledger.order_sums(booked.number)
    assert (sums.buyer, sums.vendor, sums.operator, sums.postings) == (-1_300_000, -964_000, 2_264_000, 0)
    postings = Posting.objects.filter(entry__order=booked).values_list("account__kind", "currency", "amount_minor")
    assert re_add(postings) == {"EUR": {Party.BUYER: -1_300_000, Party.VENDOR: -964_000, Party.OPERATOR: 2_264_000}}
    assert all(sums.re_adds for sums in ledger.order_sums())


def test_money_on_a_strangers_account_is_found(booked: Order, carla: Person) -> None:
    paid = movements.release(
        order_number=booked.number, sources={1: 1}, vendor_id=carla.organization.id, currency="EUR", share=Share()
    )
    book("astray", paid, day(22), booked)
    assert [
        (finding.check, finding.subject)
        for finding in (*statements_re_add(Scope()), *every_account_has_one_statement())
    ] == [("statements_re_add", booked.number)]


def test_every_posting_is_a_line_of_exactly_one_statement(booked: Order, ada: Person, bruno: Person) -> None:
    columns = [
        Column(Party.BUYER, ada.organization.id, "EUR"),
        Column(Party.VENDOR, bruno.organization.id, "EUR"),
        Column(Party.OPERATOR, None, "EUR"),
    ]
    seen = [
        row.place.posting_id
        for column in columns
        for row in ledger.statement_rows(column, since=day(1), until=day(1, 4), limit=1_000)
    ]
    assert sorted(seen) == sorted(Posting.objects.values_list("pk", flat=True))
