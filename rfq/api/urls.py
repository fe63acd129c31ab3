"""Addresses of the JSON door, under /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from rfq.api.views import QuoteViewSet, RfqQuoteViewSet, RfqViewSet


def _rfq(suffix: str, action: str) -> URLPattern:
    view = RfqViewSet.as_view({"post": action})
    return path(f"rfqs/<slug:number>/{suffix}", view, name=f"api-rfq-{suffix}")


def _quote(suffix: str, action: str) -> URLPattern:
    view = QuoteViewSet.as_view({"post": action})
    return path(f"quotes/<uuid:quote_id>/{suffix}", view, name=f"api-quote-{suffix}")


routes: list[URLPattern | URLResolver] = [
    path("rfqs", RfqViewSet.as_view({"get": "list", "post": "create"}), name="api-rfqs"),
    path("rfqs/<slug:number>", RfqViewSet.as_view({"get": "retrieve"}), name="api-rfq"),
    path(
        "rfqs/<slug:number>/quotes", RfqQuoteViewSet.as_view({"get": "list", "post": "create"}), name="api-rfq-quotes"
    ),
    _rfq("publication", "publish"),
    _rfq("deadline", "extend"),
    _rfq("invitations", "invite"),
    _rfq("cancellation", "cancel"),
    _rfq("files", "attach"),
    path("quotes/<uuid:quote_id>", QuoteViewSet.as_view({"get": "retrieve"}), name="api-quote"),
    _quote("withdrawal", "withdraw"),
    _quote("offers", "counter"),
    _quote("acceptance", "accept"),
    _quote("decline", "decline"),
    _quote("award", "award"),
]
