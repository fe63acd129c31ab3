"""A small client of the API: what a company's own system would be, on the standard library alone.

A call that may have been lost is sent again with the same ``Idempotency-Key``: the market answers it once, so a
repeat is never a second order or a second payment.
"""

import http.client
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

from marketplace.lib import ids

TIMEOUT_SECONDS = 30.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.05, 1.0
NOT_NOW = frozenset({502, 503, 504})
_NO_ANSWER = (urllib.error.URLError, http.client.HTTPException, OSError)


class Refused(Exception):
    """The market said no, with a problem document (RFC 9457)."""

    def __init__(self, method: str, path: str, status: int, body: str) -> None:
        self.status = status
        super().__init__(f"{method} {path}: {status} {_detail(body)}")


class GaveUp(Exception):
    """Something did not come to pass before the deadline."""


@dataclass
class Pauses:
    """Waits between tries, each half as long again as the last, until the deadline."""

    what: str
    patience_seconds: float
    _began: float = field(default_factory=time.monotonic)
    _next: float = FIRST_PAUSE_SECONDS

    def rest(self, last: object = "") -> None:
        """Wait, or raise GaveUp with what was seen ``last``."""
        if time.monotonic() - self._began > self.patience_seconds:
            raise GaveUp(f"waited {self.patience_seconds:g} s in vain for {self.what}; last: {last}")
        time.sleep(self._next)
        self._next = min(self._next * 1.5, LONGEST_PAUSE_SECONDS)


class _StayHere(urllib.request.HTTPRedirectHandler):
    """The payment page leads back to a screen for people: a machine has what it needs with the redirect itself."""

    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass(frozen=True)
class Caller:
    """One company at the door of ``address``, with its API key. Safe to share between threads."""

    address: str
    secret: str
    patience_seconds: float = 60.0

    def get(self, path: str) -> Any:
        """The answer to a GET under ``/api/v1/``."""
        return json.loads(self._send("GET", f"/api/v1/{path}", None, {}))

    def post(self, path: str, body: Any = None, *, key: str = "") -> Any:
        """The answer to a POST under ``/api/v1/``; ``key`` makes a repeat harmless, a fresh one is used without it."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": key or ids.token(24)}
        return json.loads(self._send("POST", f"/api/v1/{path}", json.dumps(body or {}).encode(), headers))

    def submit(self, url: str, **fields: str) -> None:
        """Send a form of a page outside the API: the payment page that a checkout leads to."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        self._send("POST", url, urllib.parse.urlencode(fields).encode(), headers)

    def wait_for(self, path: str, done: Callable[[Any], bool], what: str) -> Any:
        """Ask ``path`` until ``done`` says yes; return that answer. Raises GaveUp."""
        pauses = Pauses(what, self.patience_seconds)
        while not done(answer := self.get(path)):
            pauses.rest(answer)
        return answer

    def wait_until_open(self) -> Self:
        """Return when the market takes requests. Raises GaveUp."""
        self._send("GET", "/readyz", None, {})
        return self

    def _send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> bytes:
        """Send until there is an answer. Raises Refused for a no, GaveUp for silence."""
        url = urllib.parse.urljoin(self.address, path)
        own = url.startswith(f"{self.address.rstrip('/')}/api/")  # nobody else learns our key
        headers = {
            "Accept": "application/json",
            **headers,
            **({"Authorization": f"Bearer {self.secret}"} if own else {}),
        }
        pauses = Pauses(f"an answer to {method} {path}", self.patience_seconds)
        while True:
            request = urllib.request.Request(url, body, headers, method=method)  # noqa: S310  # http(s) by urljoin
            try:
                with _OPENER.open(request, timeout=TIMEOUT_SECONDS) as response:
                    return bytes(response.read())
            except urllib.error.HTTPError as answer:
                text = answer.read()
                if 300 <= answer.code < 400:
                    return bytes(text)
                if answer.code not in NOT_NOW:
                    raise Refused(method, path, answer.code, text.decode(errors="replace")) from None
                pauses.rest(answer)
            except _NO_ANSWER as error:
                pauses.rest(error)


_OPENER = urllib.request.build_opener(_StayHere, urllib.request.ProxyHandler({}))


def _detail(body: str) -> str:
    """The reason in a problem document, or the beginning of whatever else came."""
    try:
        problem = json.loads(body)
    except ValueError:
        problem = None
    if not isinstance(problem, dict):
        return body[:200]
    return f"{problem.get('detail', '')} {problem.get('errors', '')}".strip()
