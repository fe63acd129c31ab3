"""Checks that returns add to ``verify_ledger``: quantities conserve, and nothing is frozen without a return."""

from collections.abc import Iterator

from django.db import connection
from django.db.models import F, Sum

from escrow.returns.models import Return, ReturnLine
from escrow.returns.states import OPEN_STATES
from marketplace.ledger.verify import Finding, check

_PER_LINE = """
    SELECT line.id, o.number, line.position, line.quantity, sum(CASE WHEN r.remedy = '' THEN l.requested
        ELSE l.authorised END)
    FROM returns_returnline l
    JOIN returns_return r ON r.id = l.of_id
    JOIN ledger_orderline line ON line.id = l.line_id
    JOIN ledger_order o ON o.id = line.order_id
    WHERE r.state NOT IN ('WITHDRAWN', 'LAPSED')
      AND NOT (r.state = 'CLOSED' AND r.remedy IN ('REPLACEMENT', 'REPAIR') AND r.refunded_minor = 0)
    GROUP BY line.id, o.number, line.position, line.quantity
    HAVING sum(CASE WHEN r.remedy = '' THEN l.requested ELSE l.authorised END) > line.quantity
"""


@check
def returned_quantities_conserve() -> Iterator[Finding]:
    """Requested ≥ authorised ≥ received = the sum of outcomes, and never more than was ordered."""
    wrong = ReturnLine.objects.exclude(
        requested__gte=F("authorised"), authorised__gte=F("received")
    ) | ReturnLine.objects.filter(is_judged=True).exclude(
        received=F("as_claimed") + F("repairable") + F("damaged_by_use") + F("wrong_item") + F("no_fault")
    )
    for line in wrong.select_related("of", "line"):
        yield Finding("returned_quantities_conserve", line.of.number, f"position {line.line.position} does not add up")
    with connection.cursor() as cursor:
        cursor.execute(_PER_LINE)
        for _, number, position, ordered, returned in cursor.fetchall():
            detail = f"{returned} of {ordered} of position {position} went back"
            yield Finding("returned_quantities_conserve", number, detail)


@check
def frozen_returns_are_open() -> Iterator[Finding]:
    """A return that has ended holds nothing, and no unit has less frozen than its open returns say."""
    for row in Return.objects.exclude(state__in=OPEN_STATES).exclude(frozen_minor=0):
        yield Finding("frozen_returns_are_open", row.number, f"{row.frozen_minor} still frozen")
    claimed = Return.objects.filter(state__in=OPEN_STATES).values("unit_id", "unit__frozen_minor", "order__number")
    for unit in claimed.annotate(total=Sum("frozen_minor")).order_by():
        if unit["total"] > unit["unit__frozen_minor"]:
            detail = f"returns hold {unit['total']}, the unit has {unit['unit__frozen_minor']} frozen"
            yield Finding("frozen_returns_are_open", unit["order__number"], detail)
