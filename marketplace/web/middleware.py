"""Two thin layers around every page: a name for each request, and the one place where refusals become pages."""

import logging
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace.lib import ids
from marketplace.lib.errors import HarborlineError, NotFound
from marketplace.web.request import wants_fragment

log = logging.getLogger(__name__)
_SAFE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_TITLES = {
    403: "Your role does not allow this",
    409: "Somebody was faster",
    422: "This cannot be done as sent",
    503: "A part of the market does not answer",
}


class RequestIdMiddleware:
    """Give each request an id that the log, the error page and the answer's header share."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Keep a proxy's id when it is well-formed; else make one."""
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _SAFE_ID.fullmatch(given) else ids.token(20)
        request.request_id = request_id  # type: ignore[attr-defined]  # see request.MarketRequest
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response


class ErrorMiddleware:
    """Turn a service's refusal into its status and page, or into a message when htmx asked for a part."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing on the way in."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer our five errors; leave all others to Django."""
        if not isinstance(exception, HarborlineError):
            return None
        if exception.status >= 500:
            log.warning("%s on %s: %s", exception.code, request.path, exception.message)
        return refusal(request, exception)


def refusal(request: HttpRequest, error: HarborlineError) -> HttpResponse:
    """The page for ``error``. NotFound looks exactly like an address that never existed."""
    if wants_fragment(request):
        return render(request, "web/refusal.html", {"error": error}, status=error.status)
    if isinstance(error, NotFound):
        return render(request, "404.html", status=error.status)
    context = {"error": error, "title": _TITLES.get(error.status, "This did not work")}
    return render(request, "web/error.html", context, status=error.status)
