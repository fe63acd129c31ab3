"""The judge's door: it is nowhere in the market, it touches no database but a scratch one, and its chain tells."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.urls import Resolver404, resolve

from marketplace.ledger.conformance import adapter, chain
from marketplace.ledger.conformance.adapter import Answer, JudgedLeg, NotScratch, judge
from marketplace.ledger.models import JournalEntry

pytestmark = pytest.mark.django_db


def transfer(source: str, target: str, amount: int, key: str, *, overdraft: bool = False) -> Answer:
    legs = [JudgedLeg(source, "DEBIT", amount, "USD"), JudgedLeg(target, "CREDIT", amount, "USD")]
    return judge(key=key, transaction_id=f"of {key}", legs=legs, allow_overdraft=overdraft)


@pytest.mark.parametrize("path", ["/_lck/reset", "/_lck/post", "/_lck/balance", "/_lck/journal"])
def test_is_not_mounted_in_the_market(path: str) -> None:
    with pytest.raises(Resolver404):
        resolve(path)


def test_refuses_every_database_but_a_scratch_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "NAME", "harborline")
    touches: list[Callable[[], object]] = [
        adapter.reset,
        adapter.require_scratch,
        lambda: adapter.balance("acct:a", "USD"),
        lambda: transfer("external:funding", "acct:a", 100, "seed"),
    ]
    for touch in touches:
        with pytest.raises(NotScratch, match="“harborline” is no scratch database"):
            touch()
    assert JournalEntry.objects.count() == 0


def test_a_duplicate_names_the_first_transaction() -> None:
    assert transfer("external:funding", "acct:a", 100, "seed") == Answer("APPLIED", "of seed")
    legs = [JudgedLeg("external:funding", "DEBIT", 100, "USD"), JudgedLeg("acct:a", "CREDIT", 100, "USD")]
    again = judge(key="seed", transaction_id="another", legs=legs, allow_overdraft=False)
    assert again == Answer("DUPLICATE", "of seed", "the key was already applied")


def test_an_overdraft_is_for_one_transaction() -> None:
    transfer("external:funding", "acct:a", 100, "seed")
    assert transfer("acct:a", "acct:b", 300, "over", overdraft=True).status == "APPLIED"
    assert adapter.balance("acct:a", "USD") == -200
    assert transfer("acct:a", "acct:b", 1, "more").status == "REJECTED"
    transfer("external:funding", "acct:a", 500, "saved")
    assert transfer("acct:a", "acct:b", 301, "too much").status == "REJECTED"
    assert transfer("acct:a", "acct:b", 300, "all").status == "APPLIED"
    assert adapter.balance("acct:a", "USD") == 0


def test_a_row_that_is_changed_after_it_was_read_no_longer_fits_its_hash() -> None:
    transfer("external:funding", "acct:a", 100, "seed")
    before = chain.read()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE ledger_posting DISABLE TRIGGER USER")
        cursor.execute("UPDATE ledger_posting SET amount_minor = amount_minor * 2")
    after = chain.read()
    assert [line["entryHash"] for line in after] == [line["entryHash"] for line in before]
    assert not any(_fits(line) for line in after)
    assert all(_fits(line) for line in before)


def _fits(line: dict[str, str | int]) -> bool:
    names = ("transactionId", "accountId", "type", "amountSubunits", "currency", "sequence")
    return line["entryHash"] == chain.entry_hash(str(line["prevHash"]), *(str(line[name]) for name in names))
