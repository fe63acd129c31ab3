"""What stands in the place of HTTPS under the real SDK: the same bytes in, the same bytes out.

Each call is a transaction of the fake's own. ``durable`` makes Django refuse it inside one of ours, as a network
call must never happen there.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.db import transaction
from stripe import APIConnectionError, HTTPClient

from escrow.gateways.fake import contract, routes, store
from escrow.gateways.fake.models import Reply
from escrow.gateways.fake.routes import Call, Route
from escrow.gateways.fake.store import ApiError, Json
from marketplace.lib import ids

KEY_LASTS = timedelta(hours=24)
Answer = tuple[str, int, dict[str, str]]


class FakeTransport(HTTPClient):
    """See ``stripe.HTTPClient``."""

    name = "harborline-fake"

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        *,
        _usage: list[str] | None = None,
    ) -> Answer:
        """Answer one HTTP request. Raises stripe.APIConnectionError where a fault loses it."""
        fault = _next_fault(method)
        if fault == "REQUEST_LOST":
            raise _lost("The request was lost.")
        with transaction.atomic(durable=True):
            answer = _answer(method, url, headers or {}, post_data or "", fault)
        if fault == "RESPONSE_LOST":
            raise _lost("The response was lost.")
        return answer

    def close(self) -> None:
        """There is no connection."""

    def _sleep_time_seconds(self, num_retries: int) -> int:
        """A retry need not wait for a table."""
        return 0


def _lost(message: str) -> APIConnectionError:
    """As if the SDK's own retries had been in vain, too."""
    return APIConnectionError(message, should_retry=False)  # type: ignore[no-untyped-call]  # the SDK's


def _next_fault(method: str) -> str:
    """What the console wants the next writing call to suffer."""
    if method != "post" or not store.world().faults:
        return ""
    with transaction.atomic(durable=True):
        world = store.locked_world()
        if not world.faults:
            return ""
        fault, *world.faults = world.faults
        world.save(update_fields=["faults"])
    return str(fault)


def _answer(method: str, url: str, headers: Mapping[str, str], body: str, fault: str) -> Answer:
    parts = urlsplit(url)
    try:
        route, names = routes.route_to(method, parts.path)
        call = Call(
            path=parts.path,
            names=names,
            params=_params(route, parts.query, body),
            account=headers.get("Stripe-Account", store.PLATFORM),
            at=store.now(),
        )
    except ApiError as error:
        return _refusal(error)  # refused before it began: the key stays free
    if method == "get":
        return _run(route, call)
    store.locked_world()
    return _once(route, replace(call, at=store.now()), headers.get("Idempotency-Key", ids.token(24)), body, fault)


def _params(route: Route, query: str, body: str) -> Json:
    if route.method == "post" and route.pattern.startswith("/v2/"):
        values = json.loads(body or "{}")
    else:
        values = contract.decode_form(parse_qsl(body if route.method == "post" else query, keep_blank_values=True))
    try:
        return contract.read_request(route.params, values)
    except contract.BadParameter as error:
        code = "parameter_unknown" if "unknown" in str(error) else "parameter_invalid"
        raise ApiError(400, str(error), code=code, param=error.param) from error


def _once(route: Route, call: Call, key: str, body: str, fault: str) -> Answer:
    """The first answer to a key is kept, errors included; the same key with other parameters is refused."""
    request_hash = ids.input_hash([call.path, body])
    kept = Reply.objects.filter(account=call.account, key=key, created_at__gt=call.at - KEY_LASTS).first()
    if kept:
        if kept.request_hash != request_hash:
            message = f"Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '{key}'."  # noqa: E501
            return _refusal(ApiError(400, message, kind="idempotency_error"))
        return kept.body, kept.status, {**_headers(key), "Idempotent-Replayed": "true"}
    answer = _refusal(_FAULTS[fault]) if fault in _FAULTS else _run(route, call)
    Reply.objects.update_or_create(
        account=call.account,
        key=key,
        defaults={"request_hash": request_hash, "status": answer[1], "body": answer[0], "created_at": call.at},
    )
    return answer


_FAULTS = {
    "REFUSED": ApiError(402, "Your account cannot do this right now.", code="account_invalid", kind="card_error"),
    "SERVER_ERROR": ApiError(500, "An error occurred on our side.", kind="api_error"),
}


def _run(route: Route, call: Call) -> Answer:
    try:
        with transaction.atomic():
            answer = routes.expanded(_visible(route.answer(call)), call.params.get("expand", []))
    except ApiError as error:
        return _refusal(error)
    if route.is_list:
        for item in answer["data"]:
            contract.check_answer(route.resource, item)
    else:
        contract.check_answer(route.resource, answer)
    return json.dumps(answer), 200, _headers("")


def _visible(answer: Json) -> Json:
    return {name: value for name, value in answer.items() if not name.startswith("_")}


def _refusal(error: ApiError) -> Answer:
    return json.dumps({"error": error.body}), error.status, {**_headers(""), "Stripe-Should-Retry": "false"}


def _headers(key: str) -> dict[str, str]:
    headers = {"Request-Id": f"req_{ids.token(14)}", "Content-Type": "application/json"}
    return {**headers, "Idempotency-Key": key} if key else headers
