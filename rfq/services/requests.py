"""The buyer's side: draft, post, invite, extend, cancel."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from listings import queries as listings
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Invalid, NotFound
from marketplace.outbox import idempotency
from marketplace.outbox.publishing import publish
from marketplace.storage import files
from rfq import events, policy
from rfq.drafts import RfqDraft, check_deadline, check_draft
from rfq.models import Rfq, RfqFile, RfqInvitation, RfqLine
from rfq.negotiation.errors import BiddingClosed
from rfq.negotiation.locks import lock_rfq
from rfq.negotiation.table import end_offer
from rfq.negotiation.threads import tell_screens
from rfq.states import RFQ, InvitationSource, QuoteState, RfqState, Visibility
from vendors import queries as vendors

MAX_FILES = 10


def save_rfq_draft(*, actor: Actor, draft: RfqDraft, key: str, at: datetime, rfq_id: UUID | None = None) -> Rfq:
    """Keep a request that nobody else sees yet: a new one, or the new content of the draft ``rfq_id``.

    For the buyer with ``rfq.post``. Raises NotFound, NotAllowed, Invalid, WrongState if it is no draft any more.
    """
    with transaction.atomic():
        inputs = {"draft": asdict(draft), "rfq": rfq_id}
        attempt = idempotency.begin(actor=actor, service="rfq.save_rfq_draft", key=key, inputs=inputs)
        if attempt.done:
            return Rfq.objects.get(pk=attempt.result)
        rfq = _write_draft(actor, draft, rfq_id, at)
        attempt.finish(rfq.id)
    return rfq


def post_rfq(*, actor: Actor, draft: RfqDraft, key: str, at: datetime, rfq_id: UUID | None = None) -> Rfq:
    """Write a request (or the draft ``rfq_id``) and publish it at once.

    For the buyer with ``rfq.post``. Raises NotFound, NotAllowed, Invalid, WrongState. Publishes RfqPosted and,
    for suppliers asked by name, VendorsInvited.
    """
    with transaction.atomic():
        inputs = {"draft": asdict(draft), "rfq": rfq_id}
        attempt = idempotency.begin(actor=actor, service="rfq.post_rfq", key=key, inputs=inputs)
        if attempt.done:
            return Rfq.objects.get(pk=attempt.result)
        rfq = _write_draft(actor, draft, rfq_id, at)
        _publish(rfq, at)
        attempt.finish(rfq.id)
    return rfq


def publish_rfq(*, actor: Actor, rfq_id: UUID, key: str, at: datetime) -> Rfq:
    """Post a saved draft. Raises NotFound, NotAllowed, Invalid, WrongState. Publishes as ``post_rfq`` does."""
    with transaction.atomic():
        attempt = idempotency.begin(actor=actor, service="rfq.publish_rfq", key=key, inputs={"rfq": rfq_id})
        if attempt.done:
            return Rfq.objects.get(pk=attempt.result)
        rfq = lock_rfq(actor, rfq_id, at)
        require(policy.may_manage_rfq(actor, rfq))
        _publish(rfq, at)
        attempt.finish(rfq.id)
    return rfq


def invite_vendors(*, actor: Actor, rfq_id: UUID, vendor_ids: Sequence[UUID], key: str, at: datetime) -> Rfq:
    """Ask more suppliers by name while bidding is open; those invited already are not told twice.

    Raises NotFound, NotAllowed, Invalid for one who is not a verified supplier, WrongState. Publishes VendorsInvited.
    """
    with transaction.atomic():
        inputs = {"rfq": rfq_id, "vendors": sorted(map(str, vendor_ids))}
        attempt = idempotency.begin(actor=actor, service="rfq.invite_vendors", key=key, inputs=inputs)
        if attempt.done:
            return Rfq.objects.get(pk=attempt.result)
        rfq = lock_rfq(actor, rfq_id, at)
        require(policy.may_manage_rfq(actor, rfq))
        RFQ.advance(rfq.state, "invite")
        fresh = _invite(rfq, vendor_ids, at)
        if fresh:
            publish(events.VendorsInvited(vendor_ids=[str(one) for one in fresh], **_facts(rfq)))
        tell_screens(rfq)
        attempt.finish(rfq.id)
    return rfq


def add_file(*, actor: Actor, rfq_id: UUID, file_id: UUID, key: str, at: datetime) -> RfqFile:
    """Attach an uploaded file of the buyer to a request that is a draft or takes quotes.

    Raises NotFound, NotAllowed, Invalid above ten files, BiddingClosed.
    """
    with transaction.atomic():
        attempt = idempotency.begin(
            actor=actor, service="rfq.add_file", key=key, inputs={"rfq": rfq_id, "file": file_id}
        )
        if attempt.done:
            return RfqFile.objects.get(pk=attempt.result)
        rfq = lock_rfq(actor, rfq_id, at)
        require(policy.may_manage_rfq(actor, rfq))
        if rfq.state != RfqState.DRAFT and not rfq.takes_quotes(at):
            raise BiddingClosed(rfq)
        added = _attach(actor, rfq, [file_id], at)[0]
        tell_screens(rfq)
        attempt.finish(added.id)
    return added


def extend_deadline(*, actor: Actor, rfq_id: UUID, closes_at: datetime, key: str, at: datetime) -> Rfq:
    """Move the deadline back, before it passes. Raises NotFound, NotAllowed, Invalid, WrongState. Publishes
    DeadlineExtended.
    """
    with transaction.atomic():
        inputs = {"rfq": rfq_id, "closes_at": closes_at}
        attempt = idempotency.begin(actor=actor, service="rfq.extend_deadline", key=key, inputs=inputs)
        if attempt.done:
            return Rfq.objects.get(pk=attempt.result)
        rfq = lock_rfq(actor, rfq_id, at)
        require(policy.may_manage_rfq(actor, rfq))
        rfq.state = RFQ.advance(rfq.state, "extend_deadline")
        if closes_at <= rfq.closes_at:
            raise Invalid.field("closes_at", "A deadline can only move to a later moment.")
        check_deadline(closes_at, at)
        rfq.closes_at = closes_at
        rfq.version += 1
        rfq.save(update_fields=["closes_at", "version"])
        publish(events.DeadlineExtended(**_facts(rfq)))
        tell_screens(rfq)
        attempt.finish(rfq.id)
    return rfq


def cancel_rfq(*, actor: Actor, rfq_id: UUID, reason: str, key: str, at: datetime) -> Rfq:
    """Take a request back, with a reason that every bidder reads; offers on the table end.

    Raises NotFound, NotAllowed, Invalid without a reason, WrongState once awarded. Publishes RfqCancelled.
    """
    with transaction.atomic():
        inputs = {"rfq": rfq_id, "reason": reason}
        attempt = idempotency.begin(actor=actor, service="rfq.cancel_rfq", key=key, inputs=inputs)
        if attempt.done:
            return Rfq.objects.get(pk=attempt.result)
        rfq = lock_rfq(actor, rfq_id, at)
        require(policy.may_manage_rfq(actor, rfq))
        if not reason.strip():
            raise Invalid.field("reason", "Tell the suppliers why. One sentence is enough.")
        rfq.state = RFQ.advance(rfq.state, "cancel")
        rfq.cancel_reason = reason.strip()[:300]
        rfq.ended_at = at
        rfq.version += 1
        rfq.save(update_fields=["state", "cancel_reason", "ended_at", "version"])
        for quote in rfq.quotes.locked().select_related("vendor").filter(state=QuoteState.ACTIVE).order_by("id"):
            quote.rfq = rfq
            end_offer(actor=actor, quote=quote, reason=f"The request was cancelled: {rfq.cancel_reason}", at=at)
        publish(events.RfqCancelled(reason=rfq.cancel_reason, **_facts(rfq)))
        tell_screens(rfq)
        attempt.finish(rfq.id)
    return rfq


def _write_draft(actor: Actor, draft: RfqDraft, rfq_id: UUID | None, at: datetime) -> Rfq:
    require(policy.may_post_rfq(actor))
    check_draft(draft)
    if rfq_id is None:
        rfq = Rfq(number=_next_number(), buyer_id=actor.organization_id, created_at=at)  # type: ignore[misc]  # may_post_rfq
    else:
        rfq = lock_rfq(actor, rfq_id, at)
        require(policy.may_manage_rfq(actor, rfq))
        RFQ.advance(rfq.state, "publish")
    fields = {
        "title": draft.title.strip(), "description": draft.description.strip(), "category_id": draft.category_id,
        "currency": draft.currency, "incoterm": draft.incoterm, "place": draft.place.strip(),
        "ship_to": dict(draft.ship_to), "visibility": draft.visibility, "sealed": draft.sealed,
        "closes_at": draft.closes_at, "created_by_name": actor.user_name,
    }  # fmt: skip
    for name, value in fields.items():
        setattr(rfq, name, value)
    rfq.save(force_insert=True) if rfq_id is None else rfq.save(update_fields=list(fields))
    _write_lines(actor, rfq, draft)
    rfq.invitations.all().delete()
    _invite(rfq, draft.vendor_ids, at)
    _attach(actor, rfq, [one for one in draft.file_ids if not rfq.files.filter(stored_file_id=one).exists()], at)
    return rfq


def _write_lines(actor: Actor, rfq: Rfq, draft: RfqDraft) -> None:
    wanted = {line.listing_id for line in draft.lines if line.listing_id}
    known = set(listings.visible_ids(actor, wanted))
    if wanted - known:
        raise Invalid.field("lines", "One of the products is no longer on the market. Remove its line.")
    rfq.lines.all().delete()
    RfqLine.objects.bulk_create(
        RfqLine(
            rfq=rfq, position=position, description=line.description.strip(), quantity=line.quantity,
            unit=line.unit, target_unit_price=line.target_unit_price, listing_id=line.listing_id,
            specification=line.specification.strip(),
        )
        for position, line in enumerate(draft.lines, start=1)
    )  # fmt: skip


def _publish(rfq: Rfq, at: datetime) -> None:
    check_deadline(rfq.closes_at, at)
    if not rfq.lines.exists():
        raise Invalid.field("lines", "Ask for at least one thing.")
    vendor_ids = [str(one) for one in rfq.invitations.values_list("vendor_id", flat=True)]
    if rfq.visibility == Visibility.INVITED and not vendor_ids:
        raise Invalid.field("vendors", "Invite at least one supplier, or open the request to all.")
    rfq.state = RFQ.advance(rfq.state, "publish")
    rfq.posted_at = at
    rfq.version += 1
    rfq.save(update_fields=["state", "posted_at", "version"])
    publish(events.RfqPosted(**_facts(rfq)))
    if vendor_ids:
        publish(events.VendorsInvited(vendor_ids=vendor_ids, **_facts(rfq)))
    tell_screens(rfq)


def _invite(rfq: Rfq, vendor_ids: Sequence[UUID], at: datetime) -> list[UUID]:
    """Rows for those not invited yet; a match that is now invited by name counts as new."""
    wanted = set(vendor_ids) - {rfq.buyer_id}
    if vendors.verified_among(wanted) != set(vendor_ids):
        raise Invalid.field("vendors", "One of the suppliers cannot be invited: only verified other companies can.")
    invited = set(rfq.invitations.filter(source=InvitationSource.INVITED).values_list("vendor_id", flat=True))
    fresh = sorted(wanted - invited)
    rows = [RfqInvitation(rfq=rfq, vendor_id=one, source=InvitationSource.INVITED, told_at=at) for one in fresh]
    RfqInvitation.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["rfq", "vendor"], update_fields=["source", "told_at"]
    )
    return fresh


def _attach(actor: Actor, rfq: Rfq, file_ids: Sequence[UUID], at: datetime) -> list[RfqFile]:
    if rfq.files.count() + len(file_ids) > MAX_FILES:
        raise Invalid.field("files", f"A request carries up to {MAX_FILES} files. Combine some of them.")
    if files.ready_ids(actor, file_ids, "rfq") != set(file_ids):
        raise NotFound
    return RfqFile.objects.bulk_create(RfqFile(rfq=rfq, stored_file_id=one, added_at=at) for one in file_ids)


def _next_number() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('rfq_number')")
        return f"RFQ-{cursor.fetchone()[0]}"


def _facts(rfq: Rfq) -> dict[str, Any]:
    return {"rfq_id": rfq.id, "number": rfq.number, "buyer_id": rfq.buyer_id}
