"""Random histories over every kind of movement, booked by the service in PostgreSQL, against books in plain Python.

A history is a transaction that is rolled back at its end. After each step all balances, running numbers and sums of
the database must be those of the books; what the books refuse the database must refuse, and only that. Now and then
an entry is sent again (nothing may happen), with other amounts (refused), settled a second time (refused), reversed.
Rare kinds are preferred among what is possible, so that the deep ways are gone as often as the short ones.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from infra.prove.books import DEALS, MOVES, TRANSIT, Books, Dice, Draft, Effect, Move, U, effect_of
from infra.prove.moves import credit, disputes, payments, payouts, refunds, releases, treasury
from infra.prove.outcome import Outcome, Size
from marketplace.ledger import movements
from marketplace.ledger.movements import Leg, Movement
from marketplace.ledger.services import Accounting, EntryKeyReused, InsufficientFunds, post, reverse
from marketplace.ledger.verify import verify

SIZES: dict[Size, tuple[int, int, int]] = {"ci": (150, 50, 5), "night": (2_000, 100, 50)}
"""How many histories, of how many steps, and how often each kind must have been booked in them."""
AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
THEMES = {module.__name__.rsplit(".", 1)[1]: module.__name__ for module in
          (payments, releases, payouts, refunds, disputes, credit, treasury)}  # fmt: skip
OPENING = (
    "payment_received", "payment_received", "payment_received", "refund_reserved_after_release", "release", "matured",
    "frozen", "credit_granted", "credit_granted", "credit_reserved", "invoice_issued", "chargeback_opened",
)  # fmt: skip
"""Begins a history."""
DEEP = frozenset({
    "bank_transfer_applied", "wallet_applied", "debt_recovered", "debt_repaid", "debt_written_off", "terms_advanced",
    "suspense_resolved", "payout_reversed", "bank_payout_sent", "bank_payout_returned", "refund_confirmed",
    "refund_returned", "invoice_paid", "invoice_credited", "invoice_late_fee", "late_fee_paid", "late_fee_waived",
    "invoice_written_off", "platform_payout_returned",
})  # fmt: skip
"""Stand at the end of long ways: taken first where they are possible at all."""
FREE_TO_REVERSE = frozenset({"payment_received", "payment_unclaimed", "provider_fee", "goodwill_granted", "topped_up"})
"""Kinds that nothing under way hangs on."""
_STATE = """
    SELECT a.code, sum(p.amount_minor)::bigint, count(*), max(p.account_seq), b.posted, b.version,
           (array_agg(p.balance_after ORDER BY p.account_seq DESC))[1]
      FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id
      LEFT JOIN ledger_balance b ON b.account_id = a.id GROUP BY a.id, b.account_id"""
_UNSOUND = """
    SELECT e.key FROM ledger_journalentry e LEFT JOIN ledger_posting p ON p.entry_id = e.id
     GROUP BY e.id HAVING count(p.id) <> e.postings_count OR count(p.id) <> max(p.line_no)
        OR EXISTS (SELECT FROM ledger_posting q WHERE q.entry_id = e.id GROUP BY q.currency
                   HAVING sum(q.amount_minor) <> 0)"""


@dataclass(frozen=True)
class Booked:
    """An entry of the history, so that it can be sent again."""

    key: str
    entry: int
    movement: Movement
    effect: Effect
    resolves: int | None


class Tally:
    """What all histories of a run did: entries by kind, refusals, repetitions; and what they begin with."""

    def __init__(self, sabotage: tuple[str, ...] = ()) -> None:
        self.booked: Counter[str] = Counter()
        self.other: Counter[str] = Counter()
        self.histories = 0
        self.sabotage = sabotage


class History(RuleBasedStateMachine):
    """One history. ``tally`` is set by a subclass for each run."""

    tally = Tally()

    def __init__(self) -> None:
        super().__init__()
        self.books = Books()
        self.entries: list[Booked] = []
        self.reversed: set[int] = set()
        self.hits: Counter[str] = Counter()
        self.tally.histories += 1
        self.whole = transaction.atomic()
        self.whole.__enter__()
        with connection.cursor() as cursor:
            for statement in self.tally.sabotage:
                cursor.execute(statement)

    def teardown(self) -> None:
        """Let the product re-add the history too, then forget it."""
        try:
            findings = verify()
        finally:
            transaction.set_rollback(True)
            self.whole.__exit__(None, None, None)
        assert findings == [], findings

    @initialize()
    def open(self) -> None:
        """The same each time: something of everything is there, so that no way is too long for a history."""
        dice = Dice(lambda low, high: (low + high) // 2)
        for kind in OPENING:
            self._try(kind, MOVES[kind].draw(self.books, dice))

    @rule(data=st.data())
    def pay(self, data: st.DataObject) -> None:
        """Money in."""
        self._move("payments", _dice(data))

    @precondition(lambda self: self._possible("releases"))
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        """Money released to vendors."""
        self._move("releases", _dice(data))

    @precondition(lambda self: self._possible("payouts"))
    @rule(data=st.data())
    def pay_vendors(self, data: st.DataObject) -> None:
        """Money out to vendors."""
        self._move("payouts", _dice(data))

    @rule(data=st.data())
    def refund(self, data: st.DataObject) -> None:
        """Money back to buyers."""
        self._move("refunds", _dice(data))

    @rule(data=st.data())
    def dispute(self, data: st.DataObject) -> None:
        """Claims and chargebacks."""
        self._move("disputes", _dice(data))

    @rule(data=st.data())
    def lend(self, data: st.DataObject) -> None:
        """Credit lines and invoices."""
        self._move("credit", _dice(data))

    @rule(data=st.data())
    def manage_treasury(self, data: st.DataObject) -> None:
        """The market's own money."""
        self._move("treasury", _dice(data))

    @precondition(lambda self: self.entries)
    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        """Send an entry again: unchanged it is the same, changed it is refused."""
        dice = _dice(data)
        old = dice.one(self.entries)
        if dice.number(0, 1):
            assert self._post(old.key, old.movement, old.resolves) == old.entry, f"{old.key} was booked twice"
            self.tally.other["repeated"] += 1
        else:
            self._refused(EntryKeyReused, old.key, _raised(old.movement), old.resolves)
            self.tally.other["changed"] += 1

    @precondition(lambda self: any(old.resolves for old in self.entries))
    @rule(data=st.data())
    def settle_again(self, data: st.DataObject) -> None:
        """Settle, under another key, what is settled."""
        old = _dice(data).one([old for old in self.entries if old.resolves])
        self._refused(Accounting, f"{old.key}:again", old.movement, old.resolves)
        self.tally.other["settled twice"] += 1

    @precondition(lambda self: any(self._may_be_reversed(old) for old in self.entries))
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        """Reverse an entry, twice: the second time it is the same reversal."""
        old = _dice(data).one([one for one in self.entries if self._may_be_reversed(one)])
        mirror = {code: -amount for code, amount in old.effect.items()}
        if not self.books.accepts(mirror):
            try:
                with transaction.atomic():
                    reverse(entry_id=old.entry, at=AT, reason="mistake")
            except InsufficientFunds:
                self.tally.other["reversals refused"] += 1
                return
            raise AssertionError(f"{old.key} was reversed although the money is gone")
        with transaction.atomic():
            first = reverse(entry_id=old.entry, at=AT, reason="mistake")
        with transaction.atomic():
            assert reverse(entry_id=old.entry, at=AT, reason="again") == first, f"{old.key} was reversed twice"
        self.reversed.add(old.entry)
        self.books.apply(mirror)
        self.tally.booked["reversal"] += 1

    @invariant()
    def the_database_has_the_same_books(self) -> None:
        """I1, I2, I4, I8, I9: every balance, running number and sum."""
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            cursor.execute(_UNSOUND)
            assert cursor.fetchall() == []
            cursor.execute(_STATE)
            rows = cursor.fetchall()
        found = {code: total for code, total, *_ in rows if total}
        assert found == {code: total for code, total in self.books.balances.items() if total}
        for code, total, count, last, posted, version, after in rows:
            if posted is not None:
                assert (posted, version, last, after) == (total, count, count, total), code

    @invariant()
    def what_is_under_way_adds_up(self) -> None:
        """I11: each clearing account is the sum of what is under way on it."""
        books = self.books
        for deal in DEALS:
            refunds_open = sum(one.amount for one in books.open["refund"] if one.deal is deal)
            assert books.held(deal.refunds) == refunds_open, deal.refunds
            for currency in ("EUR", U):
                payouts = sum(one.amount for one in books.open["payout"]
                              if one.deal is deal and one.facts["currency"] == currency)  # fmt: skip
                assert books.held(deal.vendors("in_transit", currency)) == payouts
        assert books.owed(TRANSIT) == sum(one.amount for one in books.open["own payout"])
        for code, total in books.balances.items():
            if code.startswith("cb:"):
                assert total == sum(one.amount for one in books.open["chargeback"] if code == f"cb:{one.facts['ref']}")

    def _possible(self, theme: str) -> list[Move]:
        return [one for one in MOVES.values() if one.draw.__module__ == THEMES[theme] and one.possible(self.books)]

    def _move(self, theme: str, dice: Dice) -> None:
        moves = sorted(self._possible(theme), key=lambda one: (self.hits[one.kind], one.kind not in DEEP))
        one = moves[min(dice.number(0, len(moves) - 1), dice.number(0, len(moves) - 1))]
        self.hits[one.kind] += 1
        self._try(one.kind, one.draw(self.books, dice))

    def _try(self, kind: str, draft: Draft) -> None:
        movement: Movement = getattr(movements, kind)(**draft.facts)
        key = f"{kind}:{len(self.entries)}"
        resolves = draft.resolves.entry if draft.resolves else None
        expected = self.books.accepts(draft.effect)
        if not effect_of(movement):
            return  # nothing to move, nothing to book
        try:
            entry = self._post(key, movement, resolves)
        except InsufficientFunds:
            assert not expected, f"{key} was refused although the money is there"
            self.tally.other["refused"] += 1
            return
        assert expected, f"{key} was booked although the money is not there"
        self.books.apply(draft.effect)
        draft.then(entry)
        self.entries.append(Booked(key, entry, movement, draft.effect, resolves))
        self.tally.booked[kind] += 1

    def _post(self, key: str, movement: Movement, resolves: int | None) -> int:
        with transaction.atomic():
            return post(key=key, movement=movement, at=AT + timedelta(seconds=len(self.entries)), resolves=resolves)

    def _refused(self, kind: type[Accounting], key: str, movement: Movement, resolves: int | None) -> None:
        try:
            self._post(key, movement, resolves)
        except Accounting as refusal:
            if type(refusal) is kind:
                return
            raise
        raise AssertionError(f"{key} was not refused as {kind.__name__}")

    def _may_be_reversed(self, old: Booked) -> bool:
        return old.movement.kind in FREE_TO_REVERSE and old.entry not in self.reversed


def _dice(data: st.DataObject) -> Dice:
    return Dice(lambda low, high: data.draw(st.integers(low, high)))


def _raised(movement: Movement) -> Movement:
    """The same with every amount doubled."""
    return Movement(movement.kind, tuple(Leg(leg.account, 2 * leg.amount_minor) for leg in movement.legs))


def explore(tally: Tally, *, histories: int, steps: int, seed: int | None = None, **options: Any) -> None:
    """Run so many histories. Raises the AssertionError (or the product's error) of the first that goes wrong."""
    machine = type("Run", (History,), {"tally": tally})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=histories, stateful_step_count=steps, deadline=None, database=None,
            derandomize=seed is None, suppress_health_check=list(HealthCheck), **options,
        ),
    )  # fmt: skip


def run(_url: str, size: Size) -> Outcome:
    """All histories of the size; each kind must have been booked often enough."""
    histories, steps, least = SIZES[size]
    tally = Tally()
    findings = []
    try:
        explore(tally, histories=histories, steps=steps, phases=[Phase.generate, Phase.shrink])
    except Exception as broken:  # noqa: BLE001  # whatever a history raises is a finding
        notes = "\n".join(getattr(broken, "__notes__", []))
        findings.append(f"{type(broken).__name__}: {broken}\n{notes}")
    else:
        products = {name for name in movements.__all__ if name.islower()}
        findings += [f"{kind} is no move of the histories" for kind in sorted(products - set(MOVES))]
        seldom = {kind: tally.booked[kind] for kind in [*MOVES, "reversal"] if tally.booked[kind] < least}
        findings += [f"{kind} was booked only {count} times, fewer than {least}" for kind, count in seldom.items()]
    return Outcome(
        "histories",
        {
            "histories": tally.histories,
            "entries": tally.booked.total(),
            "kinds": len(tally.booked),
            "fewest of a kind": min((tally.booked[kind] for kind in MOVES), default=0),
            **dict(sorted(tally.other.items())),
        },
        findings,
    )
