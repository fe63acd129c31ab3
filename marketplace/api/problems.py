"""Every refusal of the API as ``application/problem+json`` (RFC 9457), made in this one place."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response

from marketplace.lib.errors import HarborlineError, Invalid, NotFound

CONTENT_TYPE = "application/problem+json"


def problem(
    *, status: int, code: str, detail: str, request_id: str, errors: Mapping[str, list[str]] | None = None
) -> dict[str, Any]:
    """The document: ``type`` names the kind of problem, ``errors`` the fields to change."""
    body: dict[str, Any] = {
        "type": f"urn:harborline:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "request_id": request_id,
    }
    return {**body, "errors": errors} if errors else body


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. Unknown errors stay exceptions, so that they are logged as bugs."""
    request_id = getattr(context["request"], "request_id", "")
    headers: dict[str, str] = {}
    if isinstance(error, HarborlineError):
        status, code, detail = error.status, error.code, error.message
        errors = {name: [message] for name, message in error.fields.items()}
    elif isinstance(error, exceptions.ValidationError):
        status, code, detail = Invalid.status, Invalid.code, "Some fields need another value."
        errors = flatten(error.detail)
    elif isinstance(error, Http404 | exceptions.NotFound):
        absent = NotFound()
        status, code, detail, errors = absent.status, absent.code, absent.message, {}
    elif isinstance(error, PermissionDenied):
        status, code, detail, errors = 403, "not_allowed", "Your role does not allow this.", {}
    elif isinstance(error, exceptions.APIException):
        status, code, detail, errors = error.status_code, str(error.default_code), str(error.detail), {}
        headers = _headers(error)
    else:
        return None
    body = problem(status=status, code=code, detail=detail, request_id=request_id, errors=errors)
    return Response(body, status=status, content_type=CONTENT_TYPE, headers=headers)


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    return headers


def flatten(detail: Any, path: str = "") -> dict[str, list[str]]:
    """DRF's nested messages as one level: ``lines.0.quantity``. What belongs to no field is ``_``."""
    if isinstance(detail, Mapping):
        return {
            name: messages
            for key, value in detail.items()
            for name, messages in flatten(value, _join(path, "" if key == "non_field_errors" else str(key))).items()
        }
    if isinstance(detail, list) and any(isinstance(item, Mapping | list) for item in detail):
        return {
            name: messages
            for index, item in enumerate(detail)
            for name, messages in flatten(item, _join(path, str(index))).items()
        }
    messages = detail if isinstance(detail, list) else [detail]
    return {path or "_": [str(message) for message in messages]}


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path and name else path or name


def unknown_address(request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
    """An address under /api/v1/ that does not exist looks like an object that does not exist."""
    body = problem(
        status=404, code=NotFound.code, detail=NotFound().message, request_id=getattr(request, "request_id", "")
    )
    return JsonResponse(body, status=404, content_type=CONTENT_TYPE)
