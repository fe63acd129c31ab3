"""Lays the provider's transactions beside our journal: two queries for any number of them, no writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from escrow.gateways.port import ProviderTransaction
from escrow.models import GatewayOperation
from escrow.reconciliation.matching import Comparison, Theirs, Verdict, compare, keys_of
from marketplace.ledger import queries as ledger

_OF_DISPUTES = "dispute"


@dataclass(frozen=True, slots=True)
class Line:
    """One transaction of the provider, the key under which we must have booked it, and what we found there."""

    transaction: ProviderTransaction
    our_key: str
    comparison: Comparison
    has_own_fee: bool
    order_id: UUID | None

    @property
    def is_matched(self) -> bool:
        """To the cent."""
        return self.comparison.verdict is Verdict.MATCHED


def compare_lines(provider: str, transactions: Sequence[ProviderTransaction]) -> list[Line]:
    """Each transaction with its entry of ours. An entry answers for one transaction only: the first that fits it."""
    refs = _operation_refs(transactions)
    candidates = [keys_of(_bases(provider, one, refs), one.category) for one in transactions]
    wanted = {key for pairs in candidates for pair in pairs for key in pair}
    entries = {line.key: line for line in ledger.provider_lines(provider, keys=wanted)}
    booked = {key: line.amount_minor for key, line in entries.items()}
    taken: set[str] = set()
    lines = []
    for one, pairs in zip(transactions, candidates, strict=True):
        keys = next((pair for pair in pairs if pair[0] in booked and pair[0] not in taken), pairs[0])
        free = booked if keys[0] not in taken else {}
        taken.add(keys[0])
        comparison = compare(Theirs(one.category, one.amount_minor, one.fee_minor), free, keys)
        entry = entries.get(keys[0])
        lines.append(Line(one, keys[0], comparison, keys[1] in booked, entry.order_id if entry else None))
    return lines


def _operation_refs(transactions: Sequence[ProviderTransaction]) -> dict[UUID, str]:
    ids = {one.operation_id for one in transactions if one.operation_id}
    rows = GatewayOperation.objects.filter(pk__in=ids, gateway_ref__isnull=False).values_list("pk", "gateway_ref")
    return {operation_id: ref for operation_id, ref in rows if ref}


def _bases(provider: str, one: ProviderTransaction, refs: dict[UUID, str]) -> list[str]:
    """The provider's own object, and the one that our operation knows (a charge belongs to a payment)."""
    names = [one.source_ref or one.ref]
    if one.operation_id in refs and not one.category.startswith(_OF_DISPUTES):
        names.append(refs[one.operation_id])
    return [f"{provider}:{name}" for name in dict.fromkeys(names)]
