"""The sixteen invariants of the public *ledger-conformance-kit*, as checks that say what is wrong, with the number.

Each works on an empty ledger behind the kit's HTTP contract and raises AssertionError. INV-15 and INV-16 are the
kit's proposals for refused transactions: a duplicate must not be told "already applied", and the key stays usable.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from infra.prove.kit import USD, Entry, Ledger, Leg, burst

Check = Callable[[Ledger], None]
INVARIANTS: dict[str, Check] = {}


def _invariant(code: str) -> Callable[[Check], Check]:
    def register(check: Check) -> Check:
        INVARIANTS[code] = check
        return check

    return register


def _expect(what: str, found: object, expected: object) -> None:
    if found != expected:
        raise AssertionError(f"{what}: {found}, expected {expected}")


@_invariant("INV-01")
def transactions_balance_per_currency(ledger: Ledger) -> None:
    """Every transaction nets to zero in every currency."""
    ledger.seed("acct:a", 10_000)
    ledger.transfer("acct:a", "acct:b", 4_000, "t1")
    sums: Counter[tuple[str, str]] = Counter()
    for entry in ledger.journal():
        sums[entry.transaction, entry.currency] += entry.signed
    _expect("transactions", len(sums), 2)
    _expect("unbalanced", {key: total for key, total in sums.items() if total}, {})


@_invariant("INV-02")
def journal_is_append_only(ledger: Ledger) -> None:
    """What was read once is the beginning of every later reading."""
    ledger.seed("acct:a", 10_000)
    ledger.transfer("acct:a", "acct:b", 1_000, "t1")
    before = _fingerprints(ledger.journal())
    ledger.transfer("acct:b", "acct:a", 300, "t2")
    ledger.transfer("acct:a", "acct:b", 100, "t3")
    after = _fingerprints(ledger.journal())
    _expect("entries", (len(before), len(after)), (4, 8))
    _expect("the journal's beginning", after[: len(before)], before)


@_invariant("INV-03")
def hash_chain_is_intact(ledger: Ledger) -> None:
    """Each entry's hash covers it and the hash before."""
    ledger.seed("acct:a", 10_000)
    for number in range(5):
        ledger.transfer("acct:a", "acct:b", 100, f"t{number}")
    prev = "GENESIS"
    for entry in ledger.journal():
        payload = "|".join(
            [prev, entry.transaction, entry.account, entry.side, str(entry.amount), entry.currency, str(entry.sequence)]
        )
        _expect(f"prevHash at {entry.sequence}", entry.prev_hash, prev)
        prev = hashlib.sha256(payload.encode()).hexdigest()
        _expect(f"entryHash at {entry.sequence}", entry.entry_hash, prev)


@_invariant("INV-04")
def duplicate_is_a_no_op(ledger: Ledger) -> None:
    """A retry writes nothing, and is told so."""
    ledger.seed("acct:a", 10_000)
    ledger.transfer("acct:a", "acct:b", 2_500, "dup-key")
    before = len(ledger.journal())
    _expect("the retry's status", ledger.transfer("acct:a", "acct:b", 2_500, "dup-key"), "DUPLICATE")
    _expect("entries", len(ledger.journal()), before)
    _expect("balance", ledger.balance("acct:b"), 2_500)


@_invariant("INV-05")
def concurrent_duplicates_collapse(ledger: Ledger) -> None:
    """Of 64 at once one is applied."""
    ledger.seed("acct:a", 100_000)
    answers = burst(64, lambda _: ledger.transfer("acct:a", "acct:b", 2_500, "race-key"))
    _expect("answers", Counter(answers), Counter(APPLIED=1, DUPLICATE=63))
    _expect("balance", ledger.balance("acct:b"), 2_500)


@_invariant("INV-06")
def hot_account_loses_nothing(ledger: Ledger) -> None:
    """500 credits of one account at once."""
    answers = burst(500, lambda n: ledger.transfer("external:funding", "acct:hot", 100, f"hot-{n}", overdraft=True))
    _expect("answers", Counter(answers), Counter(APPLIED=500))
    _expect("balance", ledger.balance("acct:hot"), 50_000)


@_invariant("INV-07")
def value_is_conserved(ledger: Ledger) -> None:
    """400 transfers among eight accounts at once."""
    accounts = [f"acct:{number}" for number in range(8)]
    for account in accounts:
        ledger.seed(account, 10_000)
    answers = burst(
        400, lambda n: ledger.transfer(accounts[n % 8], accounts[(n + 3) % 8], 100, f"mv-{n}", overdraft=True)
    )
    _expect("answers", Counter(answers), Counter(APPLIED=400))
    _expect("the total", sum(ledger.balance(account) for account in accounts), 80_000)


@_invariant("INV-08")
def balance_is_the_journals_sum(ledger: Ledger) -> None:
    """The read path and the journal agree after 200 at once."""
    ledger.seed("acct:a", 50_000)
    burst(200, lambda n: ledger.transfer("acct:a", "acct:b", 50, f"proj-{n}", overdraft=True))
    for account, expected in (("acct:a", 40_000), ("acct:b", 10_000)):
        _expect(f"balance of {account}", ledger.balance(account), expected)
        _expect(f"journal of {account}", ledger.replayed(account), expected)


@_invariant("INV-09")
def drain_never_overdraws(ledger: Ledger) -> None:
    """Twenty withdrawals of which ten are covered."""
    ledger.seed("acct:a", 10_000)
    answers = burst(20, lambda n: ledger.transfer("acct:a", "acct:b", 1_000, f"drain-{n}"))
    _expect("answers", Counter(answers), Counter(APPLIED=10, REJECTED=10))
    _expect("balance", ledger.balance("acct:a"), 0)


@_invariant("INV-10")
def nothing_drifts(ledger: Ledger) -> None:
    """A thousand movements of one minor unit."""
    ledger.seed("acct:a", 100_000)
    for number in range(1_000):
        ledger.transfer("acct:a", "acct:b", 1, f"penny-{number}")
    _expect("balances", (ledger.balance("acct:a"), ledger.balance("acct:b")), (99_000, 1_000))


@_invariant("INV-11")
def currencies_are_not_mixed(ledger: Ledger) -> None:
    """A debit in one currency does not close a credit in another."""
    ledger.seed("acct:a", 10_000)
    legs = [Leg("acct:a", "DEBIT", 1_000, USD), Leg("acct:b", "CREDIT", 1_000, "EUR")]
    _expect("status", ledger.post("fx-bad", legs, overdraft=True), "REJECTED")
    _expect("balances", (ledger.balance("acct:a"), ledger.balance("acct:b", "EUR")), (10_000, 0))


@_invariant("INV-12")
def reversal_is_compensation(ledger: Ledger) -> None:
    """What was booked stays; its mirror is added."""
    ledger.seed("acct:a", 10_000)
    ledger.transfer("acct:a", "acct:b", 3_000, "orig")
    original = _fingerprints(ledger.journal())
    ledger.transfer("acct:b", "acct:a", 3_000, "comp-of-orig")
    after = _fingerprints(ledger.journal())
    _expect("the original entries", after[: len(original)], original)
    _expect("compensating entries", len(after) - len(original), 2)
    _expect("net position", ledger.balance("acct:b"), 0)


@_invariant("INV-13")
def state_rebuilds_from_the_journal(ledger: Ledger) -> None:
    """Six accounts after 300 transfers at once, rebuilt to the cent."""
    accounts = [f"acct:{number}" for number in range(6)]
    for account in accounts:
        ledger.seed(account, 20_000)
    burst(300, lambda n: ledger.transfer(accounts[n % 6], accounts[(n + 2) % 6], 300, f"rb-{n}", overdraft=True))
    for account in accounts:
        _expect(f"{account} rebuilt", ledger.replayed(account), ledger.balance(account))


@_invariant("INV-14")
def accounts_are_ordered(ledger: Ledger) -> None:
    """An account's numbers are unique and ascend in the journal's order."""
    ledger.seed("acct:a", 50_000)
    burst(150, lambda n: ledger.transfer("acct:a", "acct:b", 100, f"seq-{n}", overdraft=True))
    numbers: dict[str, list[int]] = defaultdict(list)
    for entry in ledger.journal():
        numbers[entry.account].append(entry.account_sequence)
    for account, found in numbers.items():
        _expect(f"numbers of {account}", found, list(range(1, len(found) + 1)))


@_invariant("INV-15")
def refused_is_never_called_applied(ledger: Ledger) -> None:
    """Of 64 at once under one key, none of them covered, nobody hears that it was already applied."""
    ledger.seed("acct:a", 100)
    answers = burst(64, lambda _: ledger.transfer("acct:a", "acct:b", 2_500, "refused-key"))
    _expect("answers", Counter(answers), Counter(REJECTED=64))
    _expect("balances", (ledger.balance("acct:a"), ledger.balance("acct:b")), (100, 0))


@_invariant("INV-16")
def refused_key_is_free(ledger: Ledger) -> None:
    """The key of a refused transaction works as soon as the money is there."""
    ledger.seed("acct:a", 100)
    _expect("uncovered", ledger.transfer("acct:a", "acct:b", 2_500, "stranded"), "REJECTED")
    ledger.seed("acct:a", 10_000)
    _expect("covered", ledger.transfer("acct:a", "acct:b", 2_500, "stranded"), "APPLIED")
    _expect("balance", ledger.balance("acct:b"), 2_500)


def _fingerprints(entries: Sequence[Entry]) -> list[tuple[str, str, str, int]]:
    return [entry.fingerprint for entry in entries]
