"""Raw SQL against the ledger: as the owner (triggers must hold) and as the application's role (grants too)."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from marketplace.ledger import movements
from marketplace.ledger.models import Order, Posting
from marketplace.ledger.services import post
from marketplace.ledger.verify import verify
from tests.ledger.conftest import AT

pytestmark = pytest.mark.django_db

NEW_ENTRY = (
    "INSERT INTO ledger_journalentry (key, input_hash, kind, postings_count, effective_at, created_at, meta)"
    " VALUES ('attack', '', '{kind}', {count}, now(), now(), '{{}}') RETURNING id"
)
LINE = (
    "((SELECT max(id) FROM ledger_journalentry), {line}, (SELECT id FROM ledger_account WHERE code = '{code}'),"
    " '{currency}', {amount})"
)


def lines(*rows: tuple[int, str, str, int]) -> str:
    values = ", ".join(LINE.format(line=n, code=code, currency=cur, amount=amount) for n, code, cur, amount in rows)
    return f"INSERT INTO ledger_posting (entry_id, line_no, account_id, currency, amount_minor) VALUES {values}"


def attacks(order: Order) -> dict[str, list[str]]:
    escrow, psp = f"escrow:{order.number}/1", "psp:sandbox:EUR"
    two, complete = NEW_ENTRY.format(kind="payment_received", count=2), "SET CONSTRAINTS ALL IMMEDIATE"
    refund = NEW_ENTRY.format(kind="refund_to_nowhere", count=2)
    return {
        "change a posting": ["UPDATE ledger_posting SET amount_minor = amount_minor * 2"],
        "remove postings": ["DELETE FROM ledger_posting"],
        "empty the postings": ["SET LOCAL harborline.test_flush = 'off'", "TRUNCATE ledger_posting CASCADE"],
        "change an entry": ["UPDATE ledger_journalentry SET effective_at = now()"],
        "remove an entry": ["DELETE FROM ledger_journalentry"],
        "empty the journal": ["SET LOCAL harborline.test_flush = 'off'", "TRUNCATE ledger_journalentry CASCADE"],
        "rename an account": ["UPDATE ledger_account SET code = 'mine'"],
        "unguard an account": ["UPDATE ledger_account SET is_guarded = false"],
        "remove a balance": ["DELETE FROM ledger_balance"],
        "change the timeline": ["UPDATE ledger_orderevent SET actor_name = 'Nobody'"],
        "change an order line": ["UPDATE ledger_orderline SET unit_price = 0.01"],
        "agree on other terms": ["UPDATE ledger_order SET terms = '{}'"],
        "send the goods elsewhere": ["""UPDATE ledger_order SET ship_to = '{"place": "Tax haven"}'"""],
        "lower the commission": ["UPDATE ledger_order SET commission_bp = 0"],
        "an entry without postings": [two, complete],
        "one sided": [two, lines((1, psp, "EUR", 5))],
        "unbalanced": [two, lines((1, psp, "EUR", 5), (2, escrow, "EUR", -4))],
        "balanced only across currencies": [two, lines((1, psp, "EUR", 5), (2, escrow, "USD", -5))],
        "a late line on an old entry": [
            "INSERT INTO ledger_posting (entry_id, line_no, account_id, currency, amount_minor)"
            " SELECT entry_id, 3, account_id, currency, 1 FROM ledger_posting LIMIT 1"
        ],
        "a zero posting": [two, lines((1, psp, "EUR", 0), (2, escrow, "EUR", 0))],
        "the same account twice": [two, lines((1, psp, "EUR", 5), (2, psp, "EUR", -5))],
        "a kind without rules": [refund, lines((1, psp, "EUR", 5), (2, escrow, "EUR", -5))],
        "the wrong side of its accounts": [two, lines((1, escrow, "EUR", 5), (2, psp, "EUR", -5))],
        "an entry that reverses nothing": [NEW_ENTRY.format(kind="reversal", count=2)],
        "an entry of the past": [
            two.replace(" (key,", " (position, key,").replace("VALUES (", "VALUES (1, "),
            lines((1, psp, "EUR", 5), (2, escrow, "EUR", -5)),
        ],
        "a posting of the past": [
            two, lines((1, psp, "EUR", 5), (2, escrow, "EUR", -5)).replace("line_no,", "line_no, position,")
            .replace(", 1, (", ", 1, 1, (").replace(", 2, (", ", 2, 1, ("),
        ],
        "forget an anchor": ["SET LOCAL harborline.test_flush = 'off'", "TRUNCATE ledger_anchor"],
        "another scale of a currency": ["UPDATE ledger_asset_scale SET exponent = 3 WHERE currency = 'EUR'"],
        "remove a scale": ["DELETE FROM ledger_asset_scale"],
        "another epoch": ["UPDATE ledger_epoch SET system_identifier = 0"],
        "a second entry under the same key": [
            "INSERT INTO ledger_journalentry (key, input_hash, kind, postings_count, effective_at, created_at, meta)"
            " SELECT key, '', 'x', 2, now(), now(), '{}' FROM ledger_journalentry LIMIT 1"
        ],
        "an amount beyond the cap": [
            two, lines((1, psp, "EUR", 10**15 + 1), (2, escrow, "EUR", -(10**15) - 1)),
        ],
    }  # fmt: skip


NAMES = list(attacks(Order(number="PO-0")))
APPLICATION_ONLY = {
    "raise a bound": ["UPDATE ledger_balance SET hi = 10"],
    "mint a balance": ["UPDATE ledger_balance SET posted = 0"],
    "disarm the triggers": ["ALTER TABLE ledger_posting DISABLE TRIGGER ALL"],
    "close an account by hand": ["UPDATE ledger_account SET closed_at = now()"],
    "thaw a balance": ["UPDATE ledger_balance SET is_frozen = false"],
    "a seal of its own": [
        "INSERT INTO ledger_seal (position, last_entry_id, entries, postings, previous_hash, hash, sealed_at)"
        " VALUES (1, 1, 1, 2, '', '', now())"
    ],
    "another snapshot": ["UPDATE ledger_snapshot SET posted = 0"],
    "a rule of its own": ["INSERT INTO ledger_posting_rule VALUES ('gift', 'psp', 'C')"],
    "drop the journal": ["DROP TABLE ledger_posting CASCADE"],
    "pretend to replicate": ["SET LOCAL session_replication_role = 'replica'", "DELETE FROM ledger_posting"],
    "replace the guard": [
        "CREATE OR REPLACE FUNCTION ledger_check_postings() RETURNS trigger LANGUAGE plpgsql"
        " AS 'BEGIN RETURN NULL; END'"
    ],
    "flush like a test": ["SET LOCAL harborline.test_flush = 'on'", "TRUNCATE ledger_posting"],
}


@pytest.fixture
def paid(order: Order) -> Order:
    movement = movements.payment_received(
        provider="sandbox", order_number=order.number, leg=1, currency="EUR", amount=2_500_000
    )
    post(key="ch:1", movement=movement, order_id=order.id, at=AT)
    return order


def attempt(statements: list[str], role: str | None) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        if role:
            cursor.execute(f"SET LOCAL ROLE {role}")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", [None, "harborline_app"], ids=["owner", "application"])
def test_is_refused(paid: Order, name: str, role: str | None) -> None:
    if role:
        call_command("grant_app_role", verbosity=0, stdout=_Silence())
    before = list(Posting.objects.order_by("id").values_list("id", "amount_minor"))
    with pytest.raises(DatabaseError):
        attempt(attacks(paid)[name], role)
    assert list(Posting.objects.order_by("id").values_list("id", "amount_minor")) == before


@pytest.mark.parametrize("name", list(APPLICATION_ONLY))
def test_is_refused_to_the_application(paid: Order, name: str) -> None:
    call_command("grant_app_role", verbosity=0, stdout=_Silence())
    with pytest.raises(DatabaseError):
        attempt(APPLICATION_ONLY[name], "harborline_app")
    assert Posting.objects.count() == 2


def test_the_application_may_still_book(paid: Order) -> None:
    call_command("grant_app_role", verbosity=0, stdout=_Silence())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE harborline_app")
        fee = movements.provider_fee(provider="sandbox", currency="EUR", amount=120)
        post(key="fee:1", movement=fee, at=AT)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("RESET ROLE")
    assert Posting.objects.count() == 4


def test_the_owner_tampering_behind_the_triggers_is_found(paid: Order) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE ledger_posting DISABLE TRIGGER append_only_rows")
        cursor.execute("UPDATE ledger_posting SET amount_minor = amount_minor + 1 WHERE amount_minor > 0")
    found = {finding.check for finding in verify()}
    assert found >= {"entries_add_up_to_zero", "trial_balance_is_zero", "guards_are_armed"}


def test_more_than_the_escrow_holds_is_refused(paid: Order) -> None:
    entry = NEW_ENTRY.format(kind="refund_to_wallet", count=2)
    wallet = (
        "INSERT INTO ledger_account (code, currency, kind, account_class, is_guarded)"
        " VALUES ('wallet:x', 'EUR', 'wallet', 'L', true)"
    )
    move = lines((1, f"escrow:{paid.number}/1", "EUR", 2_500_001), (2, "wallet:x", "EUR", -2_500_001))
    with pytest.raises(DatabaseError, match="ledger_balance_bounds"):
        attempt([wallet, entry, move], None)


class _Silence:
    def write(self, text: str) -> None:
        """Swallow."""


def test_the_application_changes_invoices_but_never_removes_them() -> None:
    call_command("grant_app_role", verbosity=0, stdout=_Silence())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE harborline_app")
        cursor.execute("SELECT 1 FROM credit_invoice FOR UPDATE")
        cursor.execute("SELECT has_table_privilege('credit_invoice', 'DELETE')")
        assert cursor.fetchone() == (False,)
