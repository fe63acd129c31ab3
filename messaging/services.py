"""The writers of threads.

An event's number is handed out under the lock of its thread's row, which is held to commit: numbers have no gaps,
and their order is the order in which readers can see them. Sockets are told after commit; a reader who was told
nothing finds the same events by asking for those after the last one they have.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, Invalid, NotFound
from marketplace.realtime import hints
from marketplace.storage import files
from messaging import policy
from messaging.kinds import KINDS, OFFERS, OUTCOMES
from messaging.models import Participant, ReadMark, Thread, ThreadEvent

MAX_TEXT = 5000
MAX_FILES = 10


class ClientIdReused(Conflict):
    """The ``client_id`` was already used for other content."""

    code = "client_id_reused"


def open_thread(
    *, actor: Actor, subject_kind: str, subject_ref: str, title: str, organization_ids: Collection[UUID], at: datetime
) -> Thread:
    """The thread of these organisations about this subject, made if there is none yet.

    Called by the package that owns the subject, after its own policy; ``actor`` must act for one of the
    organisations, or be the system. Raises NotFound otherwise.
    """
    if not (actor.is_system or actor.organization_id in organization_ids):
        raise NotFound
    members = sorted(set(organization_ids), key=str)
    with transaction.atomic():
        thread, created = Thread.objects.get_or_create(
            subject_kind=subject_kind,
            subject_ref=subject_ref,
            parties=",".join(str(member) for member in members),
            defaults={"title": title[:200], "last_event_at": at, "created_at": at},
        )
        if created:
            Participant.objects.bulk_create(Participant(thread=thread, organization_id=member) for member in members)
    return thread


def send_message(
    *,
    actor: Actor,
    thread_id: UUID,
    body: str,
    client_id: UUID,
    at: datetime,
    file_ids: Sequence[UUID] = (),
) -> ThreadEvent:
    """Write ``body`` (plain text) and the actor's own uploads into a thread that they see; returns the last event.

    All participants may then download the files. The same ``client_id`` again sends nothing new.
    Raises NotFound, NotAllowed without ``message.send``, Invalid for too much or nothing at all.
    """
    text = body.replace("\r\n", "\n").strip()
    require(policy.may_send(actor))
    if not text and not file_ids:
        raise Invalid.field("body", "Write something first.")
    if len(text) > MAX_TEXT:
        raise Invalid.field("body", f"Keep a message under {MAX_TEXT:,} characters, or attach it as a file.")
    if len(file_ids) > MAX_FILES:
        raise Invalid.field("file_ids", f"Attach up to {MAX_FILES} files at a time.")
    parts: list[tuple[str, dict[str, Any], UUID]] = [("text", {"text": text}, client_id)] if text else []
    parts += [("attachment", _attachment(actor, file_id), uuid5(client_id, str(file_id))) for file_id in file_ids]
    with transaction.atomic():
        events = [
            append(actor=actor, thread_id=thread_id, kind=kind, body=content, client_id=own_id, at=at)
            for kind, content, own_id in parts
        ]
    return events[-1]


def append(
    *,
    actor: Actor,
    thread_id: UUID,
    kind: str,
    body: dict[str, Any],
    client_id: UUID,
    at: datetime,
    ref_seq: int | None = None,
) -> ThreadEvent:
    """Add one event and tell the sockets after commit. The caller has decided that the actor may.

    ``ref_seq`` is the earlier event that this one is about; for offers and answers it is found here (the offer of the
    same ``version_id``, else the latest). A repeated ``client_id`` of the same actor returns the stored event.
    Raises NotFound for a thread that the actor does not see, ClientIdReused for a repeat with other content.
    """
    if kind not in KINDS:
        raise ValueError(f"unknown kind of event {kind!r}")
    with transaction.atomic():
        thread = Thread.objects.visible_to(actor).locked().filter(pk=thread_id).first()
        if thread is None:
            raise NotFound
        signature = {"organization_id": actor.organization_id, "user_id": actor.user_id, "client_id": client_id}
        stored = ThreadEvent.objects.filter(thread=thread, **signature).first()
        if stored:
            if (stored.kind, stored.body) != (kind, body):
                raise ClientIdReused("This message was already sent with other words. Reload the page to see it.")
            return stored
        thread.last_seq += 1
        thread.last_event_at = at
        thread.save(update_fields=["last_seq", "last_event_at"])
        event = ThreadEvent.objects.create(
            thread=thread,
            seq=thread.last_seq,
            kind=kind,
            actor_name=actor.user_name,
            ref_seq=ref_seq or _find_referenced(thread, kind, body),
            body=body,
            at=at,
            **signature,
        )
        _move_read_mark(actor=actor, thread=thread, seq=event.seq, at=at)
        _announce(thread, event)
    return event


def mark_read(*, actor: Actor, thread_id: UUID, seq: int, at: datetime) -> None:
    """Remember that this person has read up to ``seq``; never moves backwards, nor past the last event.

    Raises NotFound for a thread that the actor does not see.
    """
    with transaction.atomic():
        thread = Thread.objects.visible_to(actor).filter(pk=thread_id).first()
        if thread is None:
            raise NotFound
        seq = min(seq, thread.last_seq)
        if _move_read_mark(actor=actor, thread=thread, seq=seq, at=at):
            hints.emit(thread.topic, {"kind": "read", "seq": seq, "organization": str(actor.organization_id)})
            hints.changed(f"inbox:{actor.organization_id}", [thread.code], version=thread.last_seq)


def _attachment(actor: Actor, file_id: UUID) -> dict[str, Any]:
    """What the thread keeps of a file. Raises NotFound unless it is the actor's organisation's own."""
    stored = files.get_file(actor, file_id)
    return {"file_id": str(stored.id), "name": stored.name, "size": stored.size, "content_type": stored.content_type}


def _move_read_mark(*, actor: Actor, thread: Thread, seq: int, at: datetime) -> bool:
    """Whether the mark moved. The system does not read."""
    if actor.user_id is None or actor.organization_id is None:
        return False
    mark, created = ReadMark.objects.get_or_create(
        thread=thread,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        defaults={"read_seq": seq, "read_at": at},
    )
    forward = ReadMark.objects.filter(pk=mark.pk, read_seq__lt=seq)
    return created or bool(forward.update(read_seq=seq, read_at=at))


def _find_referenced(thread: Thread, kind: str, body: dict[str, Any]) -> int | None:
    """The offer that an offer supersedes or an answer answers."""
    if kind not in OUTCOMES:
        return None
    offers = thread.events.filter(kind__in=OFFERS).order_by("-seq")
    if kind not in OFFERS and "version_id" in body:
        offers = offers.filter(body__version_id=body["version_id"])
    return offers.values_list("seq", flat=True).first()


def _announce(thread: Thread, event: ThreadEvent) -> None:
    """After commit: the thread's sockets fetch the event, the participants' inboxes refresh."""
    hints.emit(thread.topic, {"kind": event.kind, "seq": event.seq, "client_id": str(event.client_id)})
    for organization_id in thread.participants.values_list("organization_id", flat=True):
        hints.changed(f"inbox:{organization_id}", [thread.code], version=event.seq)
