"""The JSON door: list threads, read and write events, move the read mark."""

from uuid import NAMESPACE_URL, uuid5

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.api.views import ServiceViewSet
from marketplace.lib.errors import Invalid
from messaging import queries, services
from messaging.api.serializers import EventShape, EventsShape, MessageBody, ReadBody, ThreadShape


class ThreadViewSet(ServiceViewSet):
    """Threads are opened by what they are about: posting or quoting an RFQ makes one."""

    capabilities = {"list": "message.view", "retrieve": "message.view", "read": "message.view"}
    lookup_field = "code"

    @extend_schema(operation_id="threads_list", responses=ThreadShape(many=True))
    def list(self, request: Request) -> Response:
        """Threads of the caller's organisation, latest first."""
        return self.page(queries.threads(self.actor), ThreadShape, ordering=("-last_event_at", "-id"))

    @extend_schema(operation_id="threads_retrieve", responses=ThreadShape)
    def retrieve(self, request: Request, code: str) -> Response:
        """One thread."""
        return Response(ThreadShape(queries.get_thread(self.actor, code).thread).data)

    @extend_schema(operation_id="threads_read", request=ReadBody, responses={204: None})
    def read(self, request: Request, code: str) -> Response:
        """Move the caller's read mark forward."""
        thread = queries.get_thread(self.actor, code).thread
        services.mark_read(actor=self.actor, thread_id=thread.id, seq=self.body(ReadBody)["seq"], at=self.at)
        return Response(status=204)


class EventViewSet(ServiceViewSet):
    """The events of a thread, in their one order."""

    capabilities = {"list": "message.view", "create": "message.send"}

    @extend_schema(
        operation_id="thread_events_list",
        parameters=[OpenApiParameter("after", int, description="Number of the last event you have; 0 for all.")],
        responses=EventsShape,
    )
    def list(self, request: Request, code: str) -> Response:
        """Up to 200 events after ``?after=``; ask again while ``more`` is true."""
        after = request.query_params.get("after", "0")
        if not (after.isascii() and after.isdigit() and len(after) < 10):
            raise Invalid.field("after", "Send the number of the last event you have.")
        thread = queries.get_thread(self.actor, code).thread
        events = queries.events_after(self.actor, thread.id, int(after))
        shown = EventShape(events, many=True, context={"actor": self.actor}).data
        return Response({"results": shown, "more": len(events) == queries.DELTA})

    @extend_schema(operation_id="thread_events_create", request=MessageBody, responses={201: EventShape})
    def create(self, request: Request, code: str) -> Response:
        """Send a text and files. The same key again answers with the message that was sent."""
        thread, body = queries.get_thread(self.actor, code).thread, self.body(MessageBody)
        event = services.send_message(
            actor=self.actor,
            thread_id=thread.id,
            body=body["text"],
            file_ids=body["files"],
            client_id=uuid5(NAMESPACE_URL, self.key),
            at=self.at,
        )
        return Response(EventShape(event, context={"actor": self.actor}).data, status=201)
