"""The HTML door of threads: the inbox, one thread, its events as fragments, and the two things that one does there."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound
from marketplace.storage import files
from marketplace.web.request import MarketRequest, wants_fragment
from marketplace.web.views import Action, Door, Screen
from messaging import policy, queries, registry, services
from messaging.forms import MessageForm, ReadForm
from messaging.kinds import OFFERS
from messaging.models import Thread, ThreadEvent
from messaging.presentation import Entry, Reader, entries, preview


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


class Inbox(Screen):
    """The actor's threads, latest first."""

    signed_in = True
    template_name = "messaging/inbox.html"
    fragment_name = "messaging/parts/threads.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """``?open=`` is the thread that is open beside the list, if any."""
        return _threads(self.actor, request.GET.get("open", ""))


class ThreadScreen(Screen):
    """One thread between the inbox and the subject's panel."""

    signed_in = True
    template_name = "messaging/thread.html"

    def get_context(self, request: MarketRequest, *, code: str, **kwargs: Any) -> dict[str, Any]:
        """The latest page of events, or the page before ``?before=``."""
        found = queries.get_thread(self.actor, code)
        thread, ref = found.thread, _ref(found.thread)
        events = queries.events_page(thread, before=_number(request.GET.get("before")))
        subject = registry.subject(thread.subject_kind)
        reader = _reader(self, found, events, read_seq=found.read_seq)
        return {
            **_threads(self.actor, code),
            "found": found,
            "thread": thread,
            "entries": list(entries(events, reader)),
            "earlier": events[0].seq if events and events[0].seq > 1 else None,
            "form": MessageForm(),
            "may_send": policy.may_send(self.actor),
            "page_url": subject.page_url(self.actor, ref),
            "panel_url": subject.panel_url(self.actor, ref),
            "new_offer_url": subject.new_offer_url(self.actor, ref),
            "new_offer_label": subject.new_offer_label,
        }


class Events(Screen):
    """What happened after ``?after=``, as this reader sees it, with the offers whose state that changed."""

    signed_in = True
    template_name = "messaging/events.html"

    def get_context(self, request: MarketRequest, *, code: str, **kwargs: Any) -> dict[str, Any]:
        """``more`` says that the client should ask again."""
        found = queries.get_thread(self.actor, code)
        after = _number(request.GET.get("after")) or 0
        events = queries.events_after(self.actor, found.thread.id, after)
        changed = queries.offers_named_by(found.thread, events)
        before = next(iter(queries.events_page(found.thread, before=after + 1)[-1:]), None)
        reader = _reader(self, found, [*changed, *events])
        return {
            "thread": found.thread,
            "entries": [*_redrawn(changed, reader), *entries(events, reader, after=_day(before))],
            "more": len(events) == queries.DELTA,
        }


class SendMessage(Action):
    """Send a text. The module gets 204 and fetches the event like everybody else's; a plain form goes back."""

    capability = "message.send"
    form_class = MessageForm
    screen = ThreadScreen

    def perform(self, request: MarketRequest, form: MessageForm, **kwargs: Any) -> HttpResponse | str:
        """Load the thread through the actor, keep a file that came with the form, then one service."""
        found, data = queries.get_thread(self.actor, kwargs["code"]), form.cleaned_data
        services.send_message(
            actor=self.actor,
            thread_id=found.thread.id,
            body=data["body"],
            client_id=data["client_id"],
            file_ids=[*data["file_ids"], *self._kept(data["upload"])],
            at=self.at,
        )
        return _back(request, kwargs["code"])

    def _kept(self, upload: UploadedFile | None) -> list[UUID]:
        """Without scripts the file comes with the form; with them it is in the storage already."""
        if upload is None:
            return []
        name, content = upload.name or "", upload.read()
        stored = files.store(
            organization_id=self.actor.organization_id, purpose="message", name=name, content=content, at=self.at
        )
        return [stored.id]


class Attachment(Door):
    """The file of one event, for every participant of its thread."""

    signed_in = True

    def get(self, request: HttpRequest, *, code: str, seq: int) -> HttpResponseRedirect:
        """To a link that holds for some minutes."""
        event = queries.get_event(self.actor, code, seq)
        if event.kind != "attachment":
            raise NotFound
        stored = files.get_file(Actor.for_system("messaging.attachment"), UUID(event.body["file_id"]))
        return HttpResponseRedirect(files.download_url(stored))


class MarkRead(Action):
    """Remember how far this person has read."""

    signed_in = True
    form_class = ReadForm

    def perform(self, request: MarketRequest, form: ReadForm, **kwargs: Any) -> HttpResponse | str:
        """Called by the module while the thread is in sight, and by nothing else."""
        found = queries.get_thread(self.actor, kwargs["code"])
        services.mark_read(actor=self.actor, thread_id=found.thread.id, seq=form.cleaned_data["seq"], at=self.at)
        return _back(request, kwargs["code"])


def _threads(actor: Actor, open_code: str) -> dict[str, Any]:
    """The list of threads, each with its preview."""
    lines = queries.inbox(actor)
    return {
        "lines": [(line, preview(line.last, actor) if line.last else "") for line in lines],
        "open_code": open_code,
    }


def _back(request: MarketRequest, code: str) -> HttpResponse | str:
    return HttpResponse(status=204) if wants_fragment(request) else reverse("thread", args=[code])


def _ref(thread: Thread) -> registry.ThreadRef:
    return registry.ThreadRef(thread.code, thread.subject_kind, thread.subject_ref)


def _reader(
    door: Screen, found: queries.OpenThread, events: list[ThreadEvent], *, read_seq: int | None = None
) -> Reader:
    """How these events look to whoever is at the door: ends of offers, and what may be done with live ones."""
    ends = queries.outcomes(found.thread, events)
    subject, ref = registry.subject(found.thread.subject_kind), _ref(found.thread)
    live = [event for event in events if event.kind in OFFERS and event.seq not in ends]
    opened = [event for event in events if event.kind == "order.opened"]
    return Reader(
        actor=door.actor,
        at=door.at,
        seen_seq=found.seen_seq,
        read_seq=read_seq,
        ends=ends,
        actions={event.seq: subject.offer_actions(door.actor, ref, event.body) for event in live},
        orders={event.seq: subject.order_url(door.actor, ref, event.body) for event in opened},
    )


def _redrawn(changed: list[ThreadEvent], reader: Reader) -> list[Entry]:
    """Cards that are on the page already, without the day headings that they would bring along."""
    return [entry for event in changed for entry in entries([event], reader, after=_day(event))]


def _day(event: ThreadEvent | None) -> date | None:
    return event.at.date() if event else None
