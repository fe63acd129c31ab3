"""Wrong ledgers, one mistake each: every one of them must be caught by the histories, or the histories prove nothing.

A mutant is a wrong movement (legs swapped, missing, doubled, on another account, of another amount), a wrong service
(keys, reservations and hashes that are not honoured) or a wrong database (a guard that is gone). Movements and the
service are replaced in this process; guards are removed inside the transaction of a history, which is rolled back.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock
from uuid import uuid4

from hypothesis import Phase

from infra.prove import histories
from infra.prove.histories import Tally, explore
from infra.prove.outcome import Outcome, Size
from marketplace.ledger import chart, movements
from marketplace.ledger.chart import AccountSpec
from marketplace.ledger.movements import Leg, Movement
from marketplace.ledger.services.journal import posting
from marketplace.lib import ids

TRIES: dict[Size, int] = {"ci": 120, "night": 500}
STEPS = 40
Change = Callable[[Movement], Movement]


@dataclass(frozen=True)
class Mutant:
    """One mistake: patched in Python, or done to the database at the start of each history."""

    name: str
    patches: tuple[tuple[Any, str, Any], ...] = ()
    sabotage: tuple[str, ...] = ()

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """The mistake is made until the block ends."""
        patchers = [mock.patch.object(where, name, wrong) for where, name, wrong in self.patches]
        for patcher in patchers:
            patcher.start()
        try:
            yield
        finally:
            for patcher in patchers:
                patcher.stop()


def _wrong(kind: str, mistake: str, change: Change) -> Mutant:
    right = getattr(movements, kind)

    def wrong(**facts: Any) -> Movement:
        return change(right(**facts))

    return Mutant(f"{kind}: {mistake}", ((movements, kind, wrong),))


def _swapped(movement: Movement) -> Movement:
    return Movement(movement.kind, tuple(Leg(leg.account, -leg.amount_minor) for leg in movement.legs))


def _doubled(movement: Movement) -> Movement:
    return Movement(movement.kind, tuple(Leg(leg.account, 2 * leg.amount_minor) for leg in movement.legs))


def _kept_cent(first: int = 0, second: int = 1) -> Change:
    """One unit less on two legs: balanced, and wrong."""

    def change(movement: Movement) -> Movement:
        legs = list(movement.legs)
        if len(legs) > max(first, second):
            for number in (first, second):
                leg = legs[number]
                legs[number] = Leg(leg.account, leg.amount_minor - (1 if leg.amount_minor > 0 else -1))
        return Movement(movement.kind, tuple(legs))

    return change


def _without(account_kind: str) -> Change:
    def change(movement: Movement) -> Movement:
        return Movement(movement.kind, tuple(leg for leg in movement.legs if leg.account.kind != account_kind))

    return change


def _moved(account_kind: str, target: Callable[[AccountSpec], AccountSpec]) -> Change:
    """Legs on accounts of a kind go to another account."""

    def change(movement: Movement) -> Movement:
        legs = (
            Leg(target(leg.account), leg.amount_minor) if leg.account.kind == account_kind else leg
            for leg in movement.legs
        )
        return Movement(movement.kind, tuple(legs))

    return change


def _renamed(old: str, new: str, kind: str) -> Callable[[AccountSpec], AccountSpec]:
    """The same owner's account of another kind."""
    return lambda spec: AccountSpec(
        spec.code.replace(old, new), spec.currency, kind, spec.account_class, spec.is_guarded
    )


def _other_leg(spec: AccountSpec) -> AccountSpec:
    number, _, leg = spec.code.removeprefix("escrow:").partition("/")
    return chart.escrow(number, 3 - int(leg), spec.currency)


def _always(spec: AccountSpec) -> Callable[[AccountSpec], AccountSpec]:
    return lambda _: spec


PENDING_IS_AVAILABLE = _renamed(":pending:", ":available:", "vendor_available")
MOVEMENTS = (
    _wrong("payment_received", "legs swapped", _swapped),
    _wrong("payment_received", "booked on the other leg of the order", _moved("escrow", _other_leg)),
    _wrong("payment_unclaimed", "to the wallet of nobody", _moved("wallet", _renamed("wallet:", "wallet:x", "wallet"))),
    _wrong("provider_fee", "booked as goodwill", _moved("exp_psp_fee", _always(chart.goodwill("EUR")))),
    _wrong("bank_transfer_applied", "the provider's cash is forgotten", _without("psp_cash")),
    _wrong("bank_transfer_unclaimed", "legs swapped", _swapped),
    _wrong("wallet_applied", "twice the amount", _doubled),
    _wrong("suspense_resolved", "legs swapped", _swapped),
    _wrong("release", "a cent is kept", _kept_cent()),
    _wrong("release", "payable at once", _moved("vendor_pending", PENDING_IS_AVAILABLE)),
    _wrong(
        "release", "tax on the commission is earned", _moved("tax_commission", _always(chart.commission_income("EUR")))
    ),
    _wrong("release", "the reserve is forgotten", _without("vendor_reserve")),
    _wrong("release", "commission is forgotten", _without("inc_commission")),
    _wrong("matured", "legs swapped", _swapped),
    _wrong(
        "reserve_released",
        "goes to pending",
        _moved("vendor_available", _renamed(":available:", ":pending:", "vendor_pending")),
    ),
    _wrong(
        "payout_reserved", "nothing is put in transit", _moved("vendor_in_transit", _always(chart.psp("stripe", "EUR")))
    ),
    _wrong(
        "payout_confirmed",
        "taken from available again",
        _moved("vendor_in_transit", _renamed(":in_transit:", ":available:", "vendor_available")),
    ),
    _wrong("payout_confirmed", "out of the bank", _moved("psp", _always(chart.bank("EUR")))),
    _wrong("payout_refused", "legs swapped", _swapped),
    _wrong("payout_reversed", "a cent is kept", _kept_cent()),
    _wrong("refund_reserved", "a cent is kept", _kept_cent()),
    _wrong("refund_reserved_after_release", "commission is not given back", _without("inc_commission")),
    _wrong("refund_confirmed", "out of escrow", _moved("refund_it", _renamed("refund_it:", "escrow:", "escrow"))),
    _wrong("refund_refused", "back to the provider", _moved("wallet", _always(chart.psp("stripe", "EUR")))),
    _wrong("frozen", "into refunds", _moved("hold", _renamed("hold:", "refund_it:", "refund_it"))),
    _wrong("unfrozen", "twice the amount", _doubled),
    _wrong("decided", "the buyer's part is a cent short", _kept_cent()),
    _wrong("chargeback_opened", "the fee is forgotten", _without("exp_dispute_fee")),
    _wrong("chargeback_won", "legs swapped", _swapped),
    _wrong("chargeback_lost", "out of another vendor account", _moved("vendor_pending", PENDING_IS_AVAILABLE)),
    _wrong("invoice_issued", "the credit line is not used", _without("credit_used")),
    _wrong(
        "invoice_paid",
        "the credit line stays used",
        _moved("credit_available", _renamed("avail", "rsv", "credit_reserved")),
    ),
    _wrong("invoice_paid", "commission is earned twice", _doubled),
    _wrong(
        "invoice_written_off",
        "the line is granted again",
        _moved("credit_granted", _always(chart.credit_available("CR-1", "EUR"))),
    ),
    _wrong("provider_converted", "one rate for both", _kept_cent(0, 1)),
    _wrong("platform_payout_settled", "legs swapped", _swapped),
)


def _with_key(change: Callable[[str], str]) -> Callable[..., int]:
    def post(*, key: str, **rest: Any) -> int:
        return posting.post(key=change(key), **rest)

    return post


def _without_resolves(*, resolves: int | None = None, **rest: Any) -> int:
    return posting.post(**rest)


def _rounded(*, movement: Movement, **rest: Any) -> int:
    """To whole tens, as a float or a wrong exponent would."""
    legs = tuple(Leg(leg.account, round(leg.amount_minor, -1)) for leg in movement.legs)
    return posting.post(movement=Movement(movement.kind, legs), **rest)


_post = posting.post


def _reversed_twice(*, key: str, reverses: int | None = None, **rest: Any) -> int:
    """Under a key of its own each time, without a word of what it reverses."""
    return _post(key=f"{key}:{uuid4()}", **rest)


SERVICE = (
    Mutant("post: a new key on each call", ((histories, "post", _with_key(lambda key: f"{key}:{uuid4()}")),)),
    Mutant("post: one key for all of a kind", ((histories, "post", _with_key(lambda key: key.split(":")[0])),)),
    Mutant("post: what is settled is not said", ((histories, "post", _without_resolves),)),
    Mutant("post: amounts are rounded", ((histories, "post", _rounded),)),
    Mutant("post: a changed body is not noticed", ((ids, "input_hash", lambda facts: "same"),)),
    Mutant("reverse: twice", ((posting, "post", _reversed_twice),)),
)

_MOVE_BALANCE = (
    "CREATE OR REPLACE FUNCTION ledger_move_balance() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {} END $$"
)
DATABASE = (
    Mutant("database: no bounds", sabotage=("ALTER TABLE ledger_balance DROP CONSTRAINT ledger_balance_bounds",)),
    Mutant(
        "database: reservations settle more than once",
        sabotage=("ALTER TABLE ledger_journalentry DROP CONSTRAINT ledger_journalentry_resolves_id_key",),
    ),
    Mutant(
        "database: balances are not moved",
        sabotage=("ALTER TABLE ledger_posting DISABLE TRIGGER ledger_move_balance",),
    ),
    Mutant(
        "database: a balance moves by the absolute amount",
        sabotage=(
            _MOVE_BALANCE.format(
                "UPDATE ledger_balance SET posted = posted + abs(NEW.amount_minor), version = version + 1"
                " WHERE account_id = NEW.account_id RETURNING version, posted"
                " INTO NEW.account_seq, NEW.balance_after; RETURN NEW;"
            ),
        ),
    ),
    Mutant(
        "database: the balance before is written for the one after",
        sabotage=(
            _MOVE_BALANCE.format(
                "UPDATE ledger_balance SET posted = posted + NEW.amount_minor, version = version + 1"
                " WHERE account_id = NEW.account_id RETURNING version, posted - NEW.amount_minor"
                " INTO NEW.account_seq, NEW.balance_after; RETURN NEW;"
            ),
        ),
    ),
    Mutant(
        "database: assets may fall below zero",
        sabotage=(
            "CREATE OR REPLACE FUNCTION ledger_open_balance() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF NEW.is_guarded THEN INSERT INTO ledger_balance (account_id, posted, lo, hi, version, is_frozen)"
            " VALUES (NEW.id, 0, -9000000000000000, CASE WHEN NEW.account_class = 'A' THEN 9000000000000000 ELSE 0 END,"
            " 0, false); END IF; RETURN NULL; END $$",
        ),
    ),
)
MUTANTS = MOVEMENTS + SERVICE + DATABASE


def killed_by(mutant: Mutant, tries: int) -> str | None:
    """What the histories said of it, or None: it survived."""
    tally = Tally(mutant.sabotage)
    with mutant.in_place():
        try:
            explore(tally, histories=tries, steps=STEPS, phases=[Phase.generate], report_multiple_bugs=False)
        except Exception as caught:  # noqa: BLE001  # any complaint is a kill
            return f"{type(caught).__name__} after {tally.histories} histories"
    return None


def run(_url: str, size: Size) -> Outcome:
    """Every mutant must be killed."""
    killed = {mutant.name: killed_by(mutant, TRIES[size]) for mutant in MUTANTS}
    survivors = [f"survived: {name}" for name, how in killed.items() if how is None]
    return Outcome("mutants", {"mutants": len(killed), "killed": len(killed) - len(survivors)}, survivors)
