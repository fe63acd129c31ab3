"""Walks the resolver: every address of the market with the methods that it answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, UUIDConverter

from marketplace.web.views import Action

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
NOWHERE = {"uuid": UUID(int=7 << 76 | 2 << 62), "int": 999_999_999, "text": "absent-1"}


@dataclass(frozen=True)
class Route:
    """One address pattern."""

    pattern: str
    name: str
    callback: Any
    converters: tuple[tuple[str, Any], ...]
    groups: tuple[str, ...]

    @property
    def is_api(self) -> bool:
        """Answers JSON, and asks for a key by 401."""
        return self.pattern.startswith("api/v1/")

    @property
    def absent(self) -> dict[str, Any]:
        """Arguments that lead to no object."""
        typed = {name: NOWHERE[_kind(converter)] for name, converter in self.converters}
        return {**dict.fromkeys(self.groups, NOWHERE["text"]), **typed}

    def address(self, arguments: dict[str, Any] | None = None) -> str:
        """The path with ``arguments``, or with absent ones."""
        return reverse(self.name, kwargs={**self.absent, **(arguments or {})})

    @cached_property
    def declared(self) -> set[str]:
        """The methods that the code behind the address has, before any decorator."""
        view = getattr(self.callback, "view_class", None)
        if actions := getattr(self.callback, "actions", None):
            return {method.upper() for method in actions} & set(METHODS)  # DRF adds HEAD at the first call
        if view is None:
            view = getattr(self.callback, "cls", None)
        if view is None:
            return set(METHODS)
        if issubclass(view, Action):
            return {"POST"} | ({"GET"} if view.screen else set())
        return {method for method in METHODS if hasattr(view, method.lower())}

    def methods(self, arguments: dict[str, Any] | None = None) -> set[str]:
        """What is declared and not answered by 405 to a stranger."""
        client = Client(raise_request_exception=False)
        address = self.address(arguments)
        return {method for method in self.declared if client.generic(method, address).status_code != 405}


def _kind(converter: Any) -> str:
    if isinstance(converter, UUIDConverter):
        return "uuid"
    return "int" if isinstance(converter, IntConverter) else "text"


def walk(patterns: list[Any] | None = None, prefix: str = "") -> Iterator[Route]:
    """Every route, including those of other people's packages."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            yield from walk(entry.url_patterns, prefix + str(entry.pattern))
        else:
            yield _route(entry, prefix)


def _route(entry: URLPattern, prefix: str) -> Route:
    regex = getattr(entry.pattern, "regex", None)
    converters = getattr(entry.pattern, "converters", {})
    groups = tuple(name for name in (regex.groupindex if regex else ()) if name not in converters)
    return Route(
        pattern=prefix + str(entry.pattern),
        name=entry.name or "",
        callback=entry.callback,
        converters=tuple(converters.items()),
        groups=groups,
    )
