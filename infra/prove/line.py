"""A bad line under the real SDK: requests that never arrive, answers that never come back, and a process that dies."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from stripe import APIConnectionError

from escrow.gateways.fake.transport import Answer, FakeTransport

PATH = "infra.prove.line.BadLine"

Whim = Callable[[str, str], bool]
"""Whether the line fails this call, by its method and its address."""


class Crash(BaseException):
    """The process died here. Nobody may catch it."""


def _never(method: str, url: str) -> bool:
    return False


@dataclass
class Line:
    """What the line does to calls; the two whims are asked before and after the provider has done its part."""

    loses_request: Whim = _never
    loses_answer: Whim = _never
    crashes: bool = False
    calls: int = 0
    lost: int = 0

    def renew(self) -> None:
        """As it was at first: a good line that has carried nothing."""
        self.calm()
        self.calls = self.lost = 0

    def calm(self) -> None:
        """A good line from now on."""
        self.loses_request = self.loses_answer = _never
        self.crashes = False

    def fail(self, text: str) -> None:
        """Lose a call as a network does, or as a dying process does."""
        self.lost += 1
        if self.crashes:
            raise Crash(text)
        raise APIConnectionError(text, should_retry=False)  # type: ignore[no-untyped-call]  # the SDK's


line = Line()
"""The line of this process."""


class BadLine(FakeTransport):
    """The fake's transport behind ``line``."""

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        *,
        _usage: list[str] | None = None,
    ) -> Answer:
        """Answer one HTTP request, if the line lets it through both ways."""
        line.calls += 1
        if line.loses_request(method, url):
            line.fail("The request was lost.")
        answer = super().request(method, url, headers, post_data)
        if line.loses_answer(method, url):
            line.fail("The answer was lost.")
        return answer
