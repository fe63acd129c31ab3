"""The chain over final entries: continued, recomputed from the entries, anchored outside, broken by one unit."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction

from marketplace.ledger import movements, queries
from marketplace.ledger.models import Anchor, Order, Posting, Seal, Snapshot
from marketplace.ledger.services import post
from marketplace.ledger.services.journal.seals import anchor_chain, seal_entries, take_snapshots
from marketplace.ledger.verify import verify
from tests.ledger.conftest import AT

pytestmark = pytest.mark.django_db(transaction=True)


def pay(order: Order, key: str, amount: int) -> int:
    movement = movements.payment_received(
        provider="stripe", order_number=order.number, leg=1, currency="EUR", amount=amount
    )
    with transaction.atomic():
        return post(key=key, movement=movement, order_id=order.id, at=AT)


@pytest.fixture
def sealed(order: Order) -> Order:
    for number in range(3):
        pay(order, f"ch:{number}", 100 + number)
    assert seal_entries(at=AT) == 3
    return order


def as_owner(*statements: str) -> None:
    """Behind the guards, which are armed again afterwards."""
    tables = ("ledger_posting", "ledger_journalentry", "ledger_seal")
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def found() -> set[str]:
    return {finding.check for finding in verify()}


def test_blocks_continue_the_chain(sealed: Order) -> None:
    pay(sealed, "ch:9", 9)
    assert seal_entries(at=AT) == 1
    first, second = Seal.objects.order_by("id")
    assert (first.entries, first.postings, first.previous_hash) == (3, 6, "0" * 64)
    assert (second.entries, second.postings, second.previous_hash) == (1, 2, first.hash)
    assert found() == set()


def test_nothing_new_is_sealed_twice(sealed: Order) -> None:
    assert seal_entries(at=AT) == 0
    assert Seal.objects.count() == 1


def test_what_is_still_running_is_not_final(order: Order) -> None:
    with transaction.atomic():
        pay(order, "ch:1", 1)
        assert seal_entries(at=AT) == 0
    assert seal_entries(at=AT) == 1


def found_after(*statements: str) -> set[str]:
    """What the checks say to a change, which is then taken back."""
    with transaction.atomic():
        as_owner(*statements)
        names = found()
        transaction.set_rollback(True)
    return names


def test_one_unit_is_found_by_several_checks(sealed: Order) -> None:
    first = "entry_id = (SELECT min(id) FROM ledger_journalentry)"
    both = f"UPDATE ledger_posting SET amount_minor = amount_minor + sign(amount_minor) WHERE {first}"
    assert {"seals_re_add", "guarded_balances_re_add", "running_balances_are_gapless"} <= found_after(both)


def test_any_change_behind_a_seal_breaks_it(sealed: Order) -> None:
    last = "(SELECT max(id) FROM ledger_journalentry)"
    changes = (
        "UPDATE ledger_journalentry SET key = 'ch:other' WHERE key = 'ch:1'",
        "UPDATE ledger_journalentry SET effective_at = effective_at + interval '1 day' WHERE key = 'ch:1'",
        "UPDATE ledger_journalentry SET meta = '{\"note\": \"late\"}' WHERE key = 'ch:1'",
        "UPDATE ledger_journalentry SET actor_name = 'Nobody' WHERE key = 'ch:1'",
        "UPDATE ledger_seal SET hash = repeat('a', 64)",
        f"DELETE FROM ledger_posting WHERE entry_id = {last}",
    )
    for change in changes:
        assert "seals_re_add" in found_after(change), change


def test_an_entry_slipped_behind_a_seal_is_found(sealed: Order) -> None:
    pay(sealed, "ch:9", 9)
    slipped = (
        "UPDATE ledger_journalentry SET position = 0 WHERE key = 'ch:9'",
        "UPDATE ledger_posting SET position = 0 WHERE entry_id = (SELECT max(id) FROM ledger_journalentry)",
    )
    assert "seals_re_add" in found_after(*slipped)


def test_the_anchor_leaves_the_database(sealed: Order) -> None:
    anchor = anchor_chain(recipients=["auditor@example.com"], at=AT)
    assert anchor is not None
    assert anchor_chain(recipients=[], at=AT + timedelta(days=1)) is None
    with default_storage.open(anchor.file_name) as file:
        assert json.load(file)["hash"] == Seal.objects.get().hash
    assert mail.outbox[0].to == ["auditor@example.com"]
    assert Seal.objects.get().hash in mail.outbox[0].body
    assert found() == set()


def test_a_chain_that_was_written_anew_does_not_meet_its_anchor(sealed: Order) -> None:
    anchor = anchor_chain(recipients=[], at=AT)
    assert anchor is not None
    default_storage.delete(anchor.file_name)
    default_storage.save(anchor.file_name, ContentFile(json.dumps({"hash": "b" * 64}).encode()))
    assert found() == {"anchors_hold"}
    default_storage.delete(anchor.file_name)
    assert found() == {"anchors_hold"}
    assert Anchor.objects.count() == 1


def test_snapshots_add_the_tail(order: Order) -> None:
    pay(order, "ch:1", 100)
    assert take_snapshots(at=AT) == 1
    assert Snapshot.objects.get().posted == 100
    pay(order, "ch:2", 20)
    assert queries.balance_of("psp:stripe:EUR") == 120
    take_snapshots(at=AT)
    assert (Snapshot.objects.get().posted, Snapshot.objects.get().postings) == (120, 2)
    assert queries.balance_of("psp:stripe:EUR") == 120
    assert found() == set()


def test_a_wrong_snapshot_is_found(order: Order) -> None:
    pay(order, "ch:1", 100)
    take_snapshots(at=AT)
    Snapshot.objects.update(posted=99)
    assert found() == {"snapshots_re_add"}


def test_everything_derived_is_built_again_from_postings(sealed: Order) -> None:
    take_snapshots(at=AT)
    before = list(Snapshot.objects.values_list("account_id", "posted", "postings"))
    Snapshot.objects.all().delete()
    assert queries.balance_of("psp:stripe:EUR") == sum(
        Posting.objects.filter(account__code="psp:stripe:EUR").values_list("amount_minor", flat=True)
    )
    take_snapshots(at=AT)
    assert list(Snapshot.objects.values_list("account_id", "posted", "postings")) == before
