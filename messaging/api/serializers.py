"""Shapes of the JSON door."""

from typing import Any

from rest_framework import serializers


class ThreadShape(serializers.Serializer[Any]):
    """A thread for one reader."""

    code = serializers.CharField()
    subject_kind = serializers.CharField()
    subject_ref = serializers.CharField()
    title = serializers.CharField()
    participants = serializers.SerializerMethodField()
    last_seq = serializers.IntegerField()
    read_seq = serializers.IntegerField()
    last_event_at = serializers.DateTimeField()

    def get_participants(self, thread: Any) -> list[str]:
        """Names of the organisations."""
        return [seat.organization.name for seat in thread.participants.all()]


class EventShape(serializers.Serializer[Any]):
    """One event. ``body`` depends on ``kind``; ``ref_seq`` is the earlier event that it is about."""

    seq = serializers.IntegerField()
    kind = serializers.CharField()
    actor = serializers.CharField(source="actor_name")
    mine = serializers.SerializerMethodField()
    ref_seq = serializers.IntegerField(allow_null=True)
    body = serializers.DictField()
    at = serializers.DateTimeField()

    def get_mine(self, event: Any) -> bool:
        """Written by the caller's own organisation."""
        return bool(self.context["actor"].belongs_to(event.organization_id))


class EventsShape(serializers.Serializer[Any]):
    """Events after a number. ``more`` says that there are others after these."""

    results = EventShape(many=True)
    more = serializers.BooleanField()


class MessageBody(serializers.Serializer[Any]):
    """A text to send, files (``file_id`` of confirmed uploads), or both."""

    text = serializers.CharField(max_length=5000, trim_whitespace=False, allow_blank=True, default="")
    files = serializers.ListField(child=serializers.UUIDField(), default=list)


class ReadBody(serializers.Serializer[Any]):
    """Up to which event the caller has read."""

    seq = serializers.IntegerField(min_value=1)
