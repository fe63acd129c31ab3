"""The conversation of a case: both sides and the market's officers in one thread, opened with the case."""

from datetime import datetime

from escrow.disputes.machinery.steps import SYSTEM
from escrow.disputes.models import Case
from marketplace.identity.models import Organization
from messaging import services as threads

SUBJECT = "CASE"


def opened(case: Case, at: datetime) -> str:
    """Open the thread; returns its code. The officers take part, so that nothing has to be told twice."""
    officers = Organization.objects.filter(can_operate=True).order_by("created_at", "id").values_list("id", flat=True)
    order = case.order
    thread = threads.open_thread(
        actor=SYSTEM, subject_kind=SUBJECT, subject_ref=case.number,
        title=f"{case.get_type_display()}: {order.number}, {order.title}",
        organization_ids={order.buyer_id, order.vendor_id, *officers[:1]}, at=at,
    )  # fmt: skip
    return thread.code
