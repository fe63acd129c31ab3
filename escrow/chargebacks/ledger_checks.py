"""Checks that chargebacks add to ``verify_ledger``: the network holds exactly what it has not decided."""

from collections.abc import Iterator

from django.db.models import Sum

from escrow.chargebacks.models import Chargeback
from marketplace.ledger import queries as ledger
from marketplace.ledger.verify import Finding, check


@check
def chargeback_accounts_equal_undecided() -> Iterator[Finding]:
    """Per currency: what networks hold = the amounts of undecided chargebacks whose money is gone (I11)."""
    booked = ledger.account_total("chargeback")
    rows = Chargeback.objects.withdrawn().values_list("currency").annotate(total=Sum("amount_minor"))
    undecided = dict(rows.order_by())
    for currency in sorted({*booked, *undecided}):
        ours, theirs = booked.get(currency, 0), undecided.get(currency, 0)
        if ours != theirs:
            yield Finding("chargeback_accounts_equal_undecided", currency, f"{ours} booked, {theirs} undecided")
