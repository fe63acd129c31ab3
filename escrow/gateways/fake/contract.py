"""Stripe's own types as the fake's schema: the SDK ships them, so the contract can be checked without a network.

Requests are held to the ``stripe.params`` TypedDicts (an unknown, missing or ill-typed parameter is refused, as Stripe
refuses it); answers are held to the annotations of the SDK's resource classes. Form bodies carry only text, so a
request's numbers and booleans are read from it on the way.
"""

import builtins
import inspect
import re
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from types import UnionType
from typing import Any, ClassVar, Literal, NotRequired, Required, Union, get_args, get_origin, get_type_hints

import stripe
from stripe import RequestOptions, StripeObject
from stripe._stripe_object import UntypedStripeObject
from typing_extensions import is_typeddict

_OPTIONS = frozenset(RequestOptions.__annotations__)
_KEY = re.compile(r"\[([^\]]*)\]")
_FLAGS = {"true": True, "false": False}


class _Names(dict[str, Any]):
    """Names that the SDK's modules import for type checkers only: what it exports, or any object under an alias."""

    def __missing__(self, name: str) -> Any:
        if hasattr(builtins, name):
            raise KeyError(name)
        return getattr(stripe, name, StripeObject)


class BadParameter(Exception):
    """A request that Stripe would refuse. ``param`` names the parameter."""

    def __init__(self, param: str, message: str) -> None:
        self.param = param
        super().__init__(message)


class BadAnswer(Exception):
    """The fake answered with something that Stripe never sends: a bug of the fake."""


def decode_form(pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """``a[b][0]=c`` as nested mappings and lists: Stripe's own form encoding."""
    tree: dict[str, Any] = {}
    for name, value in pairs:
        head, _, _ = name.partition("[")
        path = [head, *_KEY.findall(name)]
        place = tree
        for step in path[:-1]:
            place = place.setdefault(step, {})
        place[path[-1] or str(len(place))] = value
    return {name: _listed(value) for name, value in tree.items()}


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(key.isdigit() for key in value):
        return [_listed(value[key]) for key in sorted(value, key=int)]
    return {key: _listed(item) for key, item in value.items()}


def read_request(params: type, values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` with the types that ``params`` declares. Raises BadParameter."""
    return _read_dict(params, values, "")


@cache
def _fields(params: type) -> dict[str, tuple[Any, bool]]:
    """Name → (type, required) of a TypedDict, without the SDK's own request options."""
    names = _Names({"Mapping": Mapping, **vars(sys.modules[params.__module__])})
    hints = get_type_hints(params, localns=names, include_extras=True)
    fields: dict[str, tuple[Any, bool]] = {}
    for name, hint in hints.items():
        origin = get_origin(hint)
        inner = get_args(hint)[0] if origin in {NotRequired, Required} else hint
        if name not in _OPTIONS:
            fields[name] = (inner, origin is not NotRequired)
    return fields


def _read_dict(params: type, values: Mapping[str, Any], where: str) -> dict[str, Any]:
    fields = _fields(params)
    path = "{}[{}]".format if where else "{1}".format
    for name in values:
        if name not in fields:
            raise BadParameter(path(where, name), f"Received unknown parameter: {path(where, name)}")
    for name, (_, is_required) in fields.items():
        if is_required and name not in values:
            raise BadParameter(path(where, name), f"Missing required param: {path(where, name)}.")
    return {name: _read(fields[name][0], value, path(where, name)) for name, value in values.items()}


def _read(hint: Any, value: Any, where: str) -> Any:
    """``value`` as ``hint`` wants it. Of a union the first member that fits counts."""
    origin = get_origin(hint)
    if origin in {Union, UnionType}:
        return _read_union(get_args(hint), value, where)
    if origin is Literal:
        if value in get_args(hint):
            return value
        raise BadParameter(where, f"Invalid {where}: must be one of {', '.join(map(str, get_args(hint)))}")
    if is_typeddict(hint) and isinstance(value, Mapping):
        return _read_dict(hint, value, where)
    if origin is list and isinstance(value, list):
        return [_read(get_args(hint)[0], item, f"{where}[{place}]") for place, item in enumerate(value)]
    if origin is dict and isinstance(value, Mapping):
        return {str(key): _read(get_args(hint)[1], item, f"{where}[{key}]") for key, item in value.items()}
    plain = _plain(hint, value)
    if plain is None:
        raise BadParameter(where, f"Invalid value for {where}: {value!r}")
    return plain


def _plain(hint: Any, value: Any) -> Any:
    """Text, number or flag, or None where it is another thing."""
    if hint is bool:
        return value if isinstance(value, bool) else _FLAGS.get(value)
    if hint is int:
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        return int(value) if isinstance(value, str) and re.fullmatch(r"-?\d+", value) else None
    return value if hint is str and isinstance(value, str) else None


def _read_union(members: tuple[Any, ...], value: Any, where: str) -> Any:
    """The SDK leaves enums open (``Literal | str``) because Stripe adds to them; what we send is one of the known."""
    words = {word for member in members if get_origin(member) is Literal for word in get_args(member)}
    refusal = BadParameter(where, f"Invalid value for {where}: {value!r}")
    for member in members:
        if get_origin(member) is UntypedStripeObject or (member is str and words - {""}):
            continue
        try:
            return _read(member, value, where)
        except BadParameter as error:
            refusal = error
    raise refusal


def check_answer(resource: type[StripeObject], answer: Mapping[str, Any], where: str = "") -> None:
    """``answer`` has every field that ``resource`` promises, of the promised type. Raises BadAnswer."""
    where = where or resource.__name__
    for name, hint in _attributes(resource).items():  # type: ignore[arg-type]  # a class is hashable
        if name in answer:
            _check(hint, answer[name], f"{where}.{name}")
        elif type(None) not in get_args(hint):
            raise BadAnswer(f"{where}.{name} is missing")


@cache
def _attributes(resource: type[StripeObject]) -> dict[str, Any]:
    """The annotated fields of a resource: name → type."""
    hints = get_type_hints(resource, localns=_Names({**vars(sys.modules[resource.__module__]), **_inner(resource)}))
    own = set(inspect.get_annotations(resource))
    return {
        name: hint
        for name, hint in hints.items()
        if name in own and not name.startswith("_") and get_origin(hint) is not ClassVar
    }


def _inner(resource: type) -> dict[str, Any]:
    """Classes beside and inside a nested resource class."""
    names: dict[str, Any] = {}
    module = sys.modules[resource.__module__]
    place: Any = module
    for part in resource.__qualname__.split("."):
        place = getattr(place, part)
        names.update({name: value for name, value in vars(place).items() if isinstance(value, type)})
    return names


def _check(hint: Any, value: Any, where: str) -> None:
    origin = get_origin(hint)
    if origin in {Union, UnionType}:
        _check_union(get_args(hint), value, where)
    elif origin is Literal:
        _require(value in get_args(hint), where, value)
    elif origin is list:
        _require(isinstance(value, list), where, value)
        for place, item in enumerate(value):
            _check(get_args(hint)[0], item, f"{where}[{place}]")
    elif origin is UntypedStripeObject or hint is UntypedStripeObject or origin is dict:
        _require(isinstance(value, dict), where, value)
    elif isinstance(origin or hint, type) and issubclass(origin or hint, StripeObject):
        _require(isinstance(value, dict), where, value)
        check_answer(origin or hint, value, where)
    elif hint is int:
        _require(isinstance(value, int) and not isinstance(value, bool), where, value)
    elif hint in {str, bool, type(None)}:
        _require(isinstance(value, hint), where, value)


def _check_union(members: tuple[Any, ...], value: Any, where: str) -> None:
    refusal = BadAnswer(f"{where}: {value!r}")
    for member in members:
        try:
            _check(member, value, where)
        except BadAnswer as error:
            refusal = error
        else:
            return
    raise refusal


def _require(holds: bool, where: str, value: Any) -> None:
    if not holds:
        raise BadAnswer(f"{where}: {value!r}")
