"""Addresses of the JSON door, under /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from messaging.api.views import EventViewSet, ThreadViewSet

routes: list[URLPattern | URLResolver] = [
    path("threads", ThreadViewSet.as_view({"get": "list"}), name="api-threads"),
    path("threads/<str:code>", ThreadViewSet.as_view({"get": "retrieve"}), name="api-thread"),
    path("threads/<str:code>/read", ThreadViewSet.as_view({"put": "read"}), name="api-thread-read"),
    path(
        "threads/<str:code>/events", EventViewSet.as_view({"get": "list", "post": "create"}), name="api-thread-events"
    ),
]
