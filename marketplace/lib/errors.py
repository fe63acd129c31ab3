"""The five ways a service refuses.

A service raises a subclass of one of these, defined beside the service, with a message that a user
can act on. The doors (HTML, JSON, socket) turn the kind into their own form exactly once; no door
invents an error of its own.
"""

from collections.abc import Mapping
from typing import ClassVar


class HarborlineError(Exception):
    """Base of all refusals. ``message`` is a sentence for the user: what, why, what now."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "error"

    def __init__(self, message: str, *, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fields = dict(fields or {})


class NotFound(HarborlineError):
    """Absent, or invisible to this actor: the two are told apart nowhere."""

    status = 404
    code = "not_found"

    def __init__(self, message: str = "Nothing here, or nothing you may see.") -> None:
        super().__init__(message)


class NotAllowed(HarborlineError):
    """Visible, but this actor lacks the capability."""

    status = 403
    code = "not_allowed"


class Invalid(HarborlineError):
    """Bad input. ``fields`` maps a field name to its remedy; ``message`` covers the whole."""

    status = 422
    code = "invalid"

    @classmethod
    def field(cls, name: str, message: str) -> "Invalid":
        """One wrong field."""
        return cls(message, fields={name: message})


class Conflict(HarborlineError):
    """Right input at the wrong time: another state, a lost race, a reused key."""

    status = 409
    code = "conflict"


class Unavailable(HarborlineError):
    """A part that we depend on does not answer; trying again later may help."""

    status = 503
    code = "unavailable"
