"""The fake's addresses: which call of the SDK is answered by what, and which of the SDK's types bind both sides."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import stripe
from django.conf import settings
from django.urls import reverse
from stripe import params as p
from stripe.params.v2 import core as p2

from escrow.gateways.fake import cash, disputes, payments, payouts, recipients, store
from escrow.gateways.fake.models import Entry, Notice, Thing
from escrow.gateways.fake.store import ApiError, Json

PAGE = 10
_SEGMENT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Call:
    """One request, its parameters typed. ``at`` is the fake's time."""

    path: str
    names: dict[str, str]
    params: Json
    account: str
    at: datetime


@dataclass(frozen=True)
class Route:
    """An address and its contract."""

    method: str
    pattern: str
    answer: Callable[[Call], Json]
    params: type
    resource: Any
    is_list: bool = False
    regex: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "regex", re.compile(_SEGMENT.sub(r"(?P<\1>[^/]+)", self.pattern)))


def route_to(method: str, path: str) -> tuple[Route, dict[str, str]]:
    """The route of a call. Raises ApiError 404, as Stripe for an address that it does not know."""
    for route in ROUTES:
        match = route.regex.fullmatch(path)
        if match and route.method == method:
            return route, match.groupdict()
    raise ApiError(404, f"Unrecognized request URL ({method.upper()}: {path}).")


def expanded(answer: Json, paths: Iterable[str]) -> Json:
    """``answer`` with the objects at ``paths`` in place of their ids."""
    for path in paths:
        head, _, rest = path.partition(".")
        value = answer.get(head)
        if isinstance(value, list):
            answer = {**answer, head: [expanded(item, [rest]) for item in value]}
            continue
        if isinstance(value, str):
            value = by_ref(value)
        if isinstance(value, dict):
            answer = {**answer, head: expanded(value, [rest] if rest else [])}
    return answer


def by_ref(ref: str) -> Json:
    """Any object by its id."""
    entry = Entry.objects.filter(ref=ref).first()
    if entry:
        return store.shown(entry)
    thing = store.find(ref)
    if thing is None:
        raise store.missing("object", ref)
    return thing.to_json()


def _one(kind: str) -> Callable[[Call], Json]:
    return lambda call: store.get(call.names["id"], kind).to_json()


def _all(kind: str, *filters: str) -> Callable[[Call], Json]:
    """A list, newest first, narrowed by equality of ``filters`` and by ``created``."""

    def answer(call: Call) -> Json:
        wanted = {name: call.params[name] for name in filters if name in call.params}
        things = Thing.objects.filter(kind=kind, account=call.account, data__contains=wanted)
        return _page(things, call, lambda thing: thing.to_json())

    return answer


def _page(rows: Any, call: Call, show: Callable[[Any], Json]) -> Json:
    """A page of Stripe's: ``starting_after``, ``limit``, ``created``; newest first."""
    for name, moment in call.params.get("created", {}).items():
        rows = rows.filter(**{f"created_at__{name}": datetime.fromtimestamp(moment, UTC)})
    if "starting_after" in call.params:
        last = rows.model.objects.filter(ref=call.params["starting_after"]).first()
        if last is None:
            raise store.missing("object", call.params["starting_after"])
        rows = rows.filter(pk__lt=last.pk)
    limit = call.params.get("limit", PAGE)
    if not 1 <= limit <= 100:
        raise ApiError(400, "This value must be between 1 and 100.", param="limit")
    found = list(rows.order_by("-pk")[: limit + 1])
    data = [show(row) for row in found[:limit]]
    return {"object": "list", "data": data, "has_more": len(found) > limit, "url": call.path}


def _balance(call: Call) -> Json:
    held, available = store.totals(call.account), store.totals(call.account, available_at=call.at)
    amounts = {
        "available": {code: available.get(code, 0) for code in held},
        "pending": {code: held[code] - available.get(code, 0) for code in held},
    }
    shown = {
        name: [{"amount": amount, "currency": code, "source_types": {"card": amount}} for code, amount in sums.items()]
        for name, sums in amounts.items()
    }
    return {"object": "balance", "livemode": False, **shown}


def _entries(call: Call) -> Json:
    wanted = {"source_ref": "source", "currency": "currency", "kind": "type"}
    narrowed = {column: call.params[name] for column, name in wanted.items() if name in call.params}
    return _page(Entry.objects.filter(account=call.account, **narrowed), call, store.shown)


def _entry(call: Call) -> Json:
    entry = Entry.objects.filter(ref=call.names["id"]).first()
    if entry is None:
        raise store.missing("balance_transaction", call.names["id"])
    return store.shown(entry)


def _reversals(call: Call) -> Json:
    things = Thing.objects.filter(kind="transfer_reversal", data__contains={"transfer": call.names["id"]})
    return _page(things, call, lambda thing: thing.to_json())


def _cash_rows(call: Call) -> Json:
    things = Thing.objects.filter(
        kind="customer_cash_balance_transaction", data__contains={"customer": call.names["id"]}
    )
    return _page(things, call, lambda thing: thing.to_json())


def _events(call: Call) -> Json:
    notices = Notice.objects.filter(account=call.account).exclude(kind__startswith="v2.")
    if "types" in call.params:
        notices = notices.filter(kind__in=call.params["types"])
    return _page(notices, call, store.body_of)


def _confirm(call: Call) -> Json:
    """Only bank transfers are confirmed from a server; cards are confirmed on the payment page."""
    intent = store.get(call.names["id"], "payment_intent")
    cash.wait_for_transfer(intent, call.at)
    return store.get(intent.ref, "payment_intent").to_json()


def _cancel(call: Call) -> Json:
    reason = call.params.get("cancellation_reason", "requested_by_customer")
    return payments.cancel_intent(call.names["id"], reason, call.at).to_json()


def _link(call: Call) -> Json:
    page = reverse("sandbox-onboard", args=[call.params["account"]])
    return recipients.create_link(call.params, call.at, f"{settings.PUBLIC_URL}{page}")


def _account(call: Call) -> Json:
    return recipients.shown(store.get(call.names["id"], "v2.core.account"), call.params.get("include", []))


def _new_account(call: Call) -> Json:
    made = recipients.create(call.params, call.at)
    return recipients.shown(store.get(made["id"], "v2.core.account"), call.params.get("include", []))


def _does(work: Callable[[Json, datetime], Json]) -> Callable[[Call], Json]:
    return lambda call: work(call.params, call.at)


ROUTES: tuple[Route, ...] = (
    Route("post", "/v1/customers", _does(payments.create_customer), p.CustomerCreateParams, stripe.Customer),
    Route("get", "/v1/customers/{id}", _one("customer"), p.CustomerRetrieveParams, stripe.Customer),
    Route(
        "get", "/v1/customers/{id}/cash_balance",
        lambda call: cash.balance_object(call.names["id"]), p.CustomerCashBalanceRetrieveParams, stripe.CashBalance,
    ),
    Route(
        "post", "/v1/customers/{id}/funding_instructions",
        lambda call: cash.instructions(call.names["id"], call.params),
        p.CustomerFundingInstructionsCreateParams, stripe.FundingInstructions,
    ),
    Route(
        "get", "/v1/customers/{id}/cash_balance_transactions", _cash_rows,
        p.CustomerCashBalanceTransactionListParams, stripe.CustomerCashBalanceTransaction, is_list=True,
    ),
    Route(
        "post", "/v1/payment_intents", _does(payments.create_intent), p.PaymentIntentCreateParams, stripe.PaymentIntent
    ),
    Route(
        "get", "/v1/payment_intents", _all("payment_intent", "customer"), p.PaymentIntentListParams,
        stripe.PaymentIntent, is_list=True,
    ),
    Route(
        "get", "/v1/payment_intents/{id}", _one("payment_intent"), p.PaymentIntentRetrieveParams, stripe.PaymentIntent
    ),
    Route("post", "/v1/payment_intents/{id}/confirm", _confirm, p.PaymentIntentConfirmParams, stripe.PaymentIntent),
    Route("post", "/v1/payment_intents/{id}/cancel", _cancel, p.PaymentIntentCancelParams, stripe.PaymentIntent),
    Route("get", "/v1/charges/{id}", _one("charge"), p.ChargeRetrieveParams, stripe.Charge),
    Route("post", "/v1/refunds", _does(payouts.create_refund), p.RefundCreateParams, stripe.Refund),
    Route(
        "get", "/v1/refunds", _all("refund", "payment_intent", "charge"), p.RefundListParams, stripe.Refund,
        is_list=True,
    ),
    Route("get", "/v1/refunds/{id}", _one("refund"), p.RefundRetrieveParams, stripe.Refund),
    Route("post", "/v1/transfers", _does(payouts.create_transfer), p.TransferCreateParams, stripe.Transfer),
    Route(
        "get", "/v1/transfers", _all("transfer", "transfer_group", "destination"), p.TransferListParams,
        stripe.Transfer, is_list=True,
    ),
    Route("get", "/v1/transfers/{id}", _one("transfer"), p.TransferRetrieveParams, stripe.Transfer),
    Route(
        "post", "/v1/transfers/{id}/reversals",
        lambda call: payouts.reverse_transfer(call.names["id"], call.params, call.at),
        p.TransferCreateReversalParams, stripe.TransferReversal,
    ),
    Route(
        "get", "/v1/transfers/{id}/reversals", _reversals, p.TransferListReversalsParams, stripe.TransferReversal,
        is_list=True,
    ),
    Route(
        "post", "/v1/payouts",
        lambda call: payouts.create_payout(call.params, call.at, call.account), p.PayoutCreateParams, stripe.Payout,
    ),
    Route("get", "/v1/payouts", _all("payout"), p.PayoutListParams, stripe.Payout, is_list=True),
    Route("get", "/v1/payouts/{id}", _one("payout"), p.PayoutRetrieveParams, stripe.Payout),
    Route("get", "/v1/topups/{id}", _one("topup"), p.TopupRetrieveParams, stripe.Topup),
    Route(
        "get", "/v1/disputes", _all("dispute", "payment_intent", "charge"), p.DisputeListParams, stripe.Dispute,
        is_list=True,
    ),
    Route("get", "/v1/disputes/{id}", _one("dispute"), p.DisputeRetrieveParams, stripe.Dispute),
    Route(
        "post", "/v1/disputes/{id}",
        lambda call: disputes.update(call.names["id"], call.params, call.at), p.DisputeUpdateParams, stripe.Dispute,
    ),
    Route(
        "post", "/v1/disputes/{id}/close",
        lambda call: disputes.close(call.names["id"], call.at), p.DisputeCloseParams, stripe.Dispute,
    ),
    Route("get", "/v1/balance", _balance, p.BalanceRetrieveParams, stripe.Balance),
    Route(
        "get", "/v1/balance_transactions", _entries, p.BalanceTransactionListParams, stripe.BalanceTransaction,
        is_list=True,
    ),
    Route(
        "get", "/v1/balance_transactions/{id}", _entry, p.BalanceTransactionRetrieveParams, stripe.BalanceTransaction
    ),
    Route("get", "/v1/events", _events, p.EventListParams, stripe.Event, is_list=True),
    Route("post", "/v2/core/accounts", _new_account, p2.AccountCreateParams, stripe.v2.core.Account),
    Route("get", "/v2/core/accounts/{id}", _account, p2.AccountRetrieveParams, stripe.v2.core.Account),
    Route("post", "/v2/core/account_links", _link, p2.AccountLinkCreateParams, stripe.v2.core.AccountLink),
)  # fmt: skip
