"""Reads of threads for screens, API and sockets: each a fixed number of SQL queries."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max, Prefetch, Q

from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound
from messaging.kinds import OFFERS, OUTCOMES
from messaging.models import Participant, ReadMark, Thread, ThreadEvent
from messaging.querysets import ThreadQuerySet

PAGE = 60
DELTA = 200
_INBOX = 100


@dataclass(frozen=True)
class InboxLine:
    """A thread as the inbox shows it. ``read_seq`` below ``thread.last_seq`` means unread."""

    thread: Thread
    others: str
    last: ThreadEvent | None
    read_seq: int

    @property
    def unread(self) -> bool:
        """Something has happened that this person has not seen."""
        return self.read_seq < self.thread.last_seq


@dataclass(frozen=True)
class OpenThread:
    """One thread for one reader: who the others are, and how far each side has read."""

    thread: Thread
    others: str
    read_seq: int
    seen_seq: int


def threads(actor: Actor) -> ThreadQuerySet:
    """Threads of the actor's organisation with ``read_seq``, for lists and pages of the API."""
    seats = Prefetch("participants", queryset=Participant.objects.select_related("organization"))
    return Thread.objects.visible_to(actor).with_read_seq(actor, ReadMark.objects.all()).prefetch_related(seats)


def inbox(actor: Actor) -> list[InboxLine]:
    """The threads with something in them, latest first, each with its last event. Three queries."""
    found = list(threads(actor).filter(last_seq__gt=0).order_by("-last_event_at", "-id")[:_INBOX])
    last = {event.thread_id: event for event in _last_events(found)}
    return [
        InboxLine(
            thread=thread,
            others=names_of_others(thread, actor),
            last=last.get(thread.id),
            read_seq=thread.read_seq,  # type: ignore[attr-defined]  # annotated by with_read_seq
        )
        for thread in found
    ]


def _last_events(found: list[Thread]) -> list[ThreadEvent]:
    """One row for each thread, by the unique index on (thread, seq)."""
    latest = ThreadEvent.objects.filter(thread__in=found).order_by("thread", "-seq").distinct("thread")
    return list(latest)


def get_thread(actor: Actor, code: str) -> OpenThread:
    """The thread with this code. Raises NotFound if the actor's organisation takes no part in it."""
    thread = threads(actor).filter(code=code).first()
    if thread is None:
        raise NotFound
    return OpenThread(
        thread=thread,
        others=names_of_others(thread, actor),
        read_seq=thread.read_seq,  # type: ignore[attr-defined]  # annotated by with_read_seq
        seen_seq=_seen_by_others(thread, actor),
    )


def find_thread_code(actor: Actor, *, subject_kind: str, subject_ref: str, other_id: UUID) -> str | None:
    """The code of the actor's thread with ``other_id`` about a subject: how packages above link to it."""
    mine = Thread.objects.visible_to(actor).filter(subject_kind=subject_kind, subject_ref=subject_ref)
    return mine.filter(pk__in=Participant.objects.filter(organization_id=other_id).values("thread")).values_list(
        "code", flat=True
    ).first()  # fmt: skip


def names_of_others(thread: Thread, actor: Actor) -> str:
    """Who is on the other side, for a heading. Expects the participants prefetched."""
    others = [
        seat.organization.name for seat in thread.participants.all() if not actor.belongs_to(seat.organization_id)
    ]
    return ", ".join(sorted(others)) or "Your organisation"


def events_page(thread: Thread, *, before: int | None = None) -> list[ThreadEvent]:
    """The latest events of a thread that was read through an actor, or those before a number; in order."""
    events = thread.events.all() if before is None else thread.events.filter(seq__lt=before)
    return list(reversed(events.order_by("-seq")[:PAGE]))


def events_after(actor: Actor, thread_id: UUID, seq: int) -> list[ThreadEvent]:
    """Up to 200 events after number ``seq``, in order: what a client that was away asks for, until none are left.

    Raises NotFound for a thread that the actor does not see.
    """
    thread = Thread.objects.visible_to(actor).filter(pk=thread_id).first()
    if thread is None:
        raise NotFound
    return list(thread.events.filter(seq__gt=seq)[:DELTA])


def get_event(actor: Actor, code: str, seq: int) -> ThreadEvent:
    """One event of a thread that the actor sees. Raises NotFound."""
    event = ThreadEvent.objects.filter(thread__in=Thread.objects.visible_to(actor).filter(code=code), seq=seq).first()
    if event is None:
        raise NotFound
    return event


def offers_named_by(thread: Thread, events: list[ThreadEvent]) -> list[ThreadEvent]:
    """Earlier offers that ``events`` change the state of, and that are not among them."""
    known = {event.seq for event in events}
    wanted = {event.ref_seq for event in events if event.kind in OUTCOMES and event.ref_seq is not None} - known
    return list(thread.events.filter(seq__in=wanted, kind__in=OFFERS)) if wanted else []


def outcomes(thread: Thread, events: list[ThreadEvent]) -> dict[int, str]:
    """How each offer among ``events`` ended, by its number; the first end counts. Live offers are absent."""
    offers = [event.seq for event in events if event.kind in OFFERS]
    if not offers:
        return {}
    ends = thread.events.filter(ref_seq__in=offers, kind__in=OUTCOMES).order_by("-seq").values_list("ref_seq", "kind")
    return {seq: OUTCOMES[kind] for seq, kind in ends if seq is not None}


def unread_count(actor: Actor) -> int:
    """Threads with something this person has not read. One query."""
    if actor.is_anonymous or actor.is_system:
        return 0
    mine = Thread.objects.visible_to(actor).with_read_seq(actor, ReadMark.objects.all())
    return mine.unread().count()


def may_watch(actor: Actor, code: str) -> bool:
    """The policy of the topic ``thread:<code>``."""
    return Thread.objects.visible_to(actor).filter(code=code).exists()


def _seen_by_others(thread: Thread, actor: Actor) -> int:
    """The last event that somebody of another organisation has read."""
    others = thread.read_marks.exclude(Q(organization_id=actor.organization_id))
    return others.aggregate(seen=Max("read_seq"))["seen"] or 0
