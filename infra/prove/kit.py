"""The outside judge's side: asks a ledger over HTTP, as the *ledger-conformance-kit* does, 500 at once if need be."""

import http.client
import json
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import uuid4

PATIENCE_SECONDS = 180
USD = "USD"


@dataclass(frozen=True, slots=True)
class Leg:
    """One side: the kit's amounts are unsigned and its credits are plus."""

    account: str
    side: str
    amount: int
    currency: str = USD

    def body(self) -> dict[str, str | int]:
        """As the contract names it."""
        return {
            "accountId": self.account, "type": self.side, "amountSubunits": self.amount, "currency": self.currency,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the journal as the ledger shows it."""

    transaction: str
    account: str
    side: str
    amount: int
    currency: str
    sequence: int
    account_sequence: int
    prev_hash: str
    entry_hash: str

    @property
    def signed(self) -> int:
        """Credit plus, debit minus."""
        return self.amount if self.side == "CREDIT" else -self.amount

    @property
    def fingerprint(self) -> tuple[str, str, str, int]:
        """What must never change."""
        return self.transaction, self.account, self.side, self.amount


class Ledger:
    """A ledger behind the four addresses."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._host, self._port = parts.hostname or "", parts.port or 80

    def reset(self) -> None:
        """Empty state."""
        self._ask("POST", "/_lck/reset", {})

    def post(self, key: str, legs: Sequence[Leg], *, overdraft: bool = False) -> str:
        """The status of one transaction under ``key``, each time with an id of its own."""
        body = {
            "idempotencyKey": key,
            "transactionId": str(uuid4()),
            "allowOverdraft": overdraft,
            "legs": [leg.body() for leg in legs],
        }
        return str(self._ask("POST", "/_lck/post", body)["status"])

    def transfer(self, source: str, target: str, amount: int, key: str, *, overdraft: bool = False) -> str:
        """Debit ``source``, credit ``target``."""
        return self.post(key, [Leg(source, "DEBIT", amount), Leg(target, "CREDIT", amount)], overdraft=overdraft)

    def seed(self, account: str, amount: int) -> None:
        """Money from outside."""
        self.transfer("external:funding", account, amount, f"seed:{account}:{uuid4()}", overdraft=True)

    def balance(self, account: str, currency: str = USD) -> int:
        """As the read path reports it, minor units."""
        return int(self._ask("GET", f"/_lck/balance?account={quote(account)}&currency={currency}")["subunits"])

    def journal(self) -> list[Entry]:
        """In commit order."""
        return [
            Entry(
                line["transactionId"], line["accountId"], line["type"], line["amountSubunits"], line["currency"],
                line["sequence"], line["accountSequence"], line["prevHash"], line["entryHash"],
            )
            for line in self._ask("GET", "/_lck/journal")
        ]  # fmt: skip

    def replayed(self, account: str) -> int:
        """The balance rebuilt from the journal alone."""
        return sum(entry.signed for entry in self.journal() if entry.account == account and entry.currency == USD)

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        connection = http.client.HTTPConnection(self._host, self._port, timeout=PATIENCE_SECONDS)
        try:
            sent = None if body is None else json.dumps(body)
            connection.request(method, path, sent, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        if answer.status != http.HTTPStatus.OK:
            raise AssertionError(f"{method} {path} answered {answer.status}: {text[:300]}")
        return json.loads(text)


def burst(count: int, ask: Callable[[int], str]) -> list[str]:
    """``count`` requests let go at the same moment, each on a connection of its own; their answers in order."""
    gate = threading.Barrier(count)

    def one(number: int) -> str:
        gate.wait(PATIENCE_SECONDS)
        return ask(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))
