"""What the OpenAPI document says of every door: the idempotency header and the shape of a refusal."""

from typing import Any, Literal

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description="New for each action; the same key with the same body answers with the first result.",
)


PROBLEM = inline_serializer(
    "Problem",
    {
        "type": serializers.CharField(),
        "title": serializers.CharField(),
        "status": serializers.IntegerField(),
        "detail": serializers.CharField(),
        "request_id": serializers.CharField(),
        "errors": serializers.DictField(child=serializers.ListField(child=serializers.CharField()), required=False),
    },
)


class ServiceSchema(AutoSchema):
    """AutoSchema plus what ServiceViewSet promises for every action."""

    def get_override_parameters(self) -> list[Any]:
        """POST creates or moves something, so it carries a key."""
        return [IDEMPOTENCY_KEY] if self.method == "POST" else []

    def get_tags(self) -> list[str]:
        """The first part of the path under /api/v1/."""
        parts = [part for part in self.path.removeprefix("/api/v1").split("/") if part and not part.startswith("{")]
        return parts[:1]

    def _get_response_bodies(self, direction: Literal["request", "response"] = "response") -> dict[str, Any]:
        bodies = dict(super()._get_response_bodies(direction=direction))
        if direction == "response":
            bodies["default"] = self._get_response_for_code(  # type: ignore[no-untyped-call]  # drf-spectacular
                OpenApiResponse(PROBLEM, description="A refusal."), "default", ["application/problem+json"]
            )
        return bodies
