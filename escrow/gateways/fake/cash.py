"""Bank transfers: money that arrives for a customer, in parts or too much, and pays what it is enough for."""

from datetime import datetime
from typing import Any

from escrow.gateways.fake import payments, store
from escrow.gateways.fake.models import Thing
from escrow.gateways.fake.store import ApiError, Json

_KIND = "customer_cash_balance_transaction"
TRANSFERS = {
    "eur": "eu_bank_transfer", "gbp": "gb_bank_transfer", "usd": "us_bank_transfer", "jpy": "jp_bank_transfer",
    "mxn": "mx_bank_transfer",
}  # fmt: skip


def balance(customer: str) -> dict[str, int]:
    """What a customer has sent and not spent, by currency."""
    totals: dict[str, int] = {}
    for row in store.matching(_KIND, {"customer": customer}):
        totals[row.data["currency"]] = totals.get(row.data["currency"], 0) + row.data["net_amount"]
    return {currency: amount for currency, amount in totals.items() if amount}


def balance_object(customer: str) -> Json:
    """``GET /v1/customers/{id}/cash_balance``."""
    store.get(customer, "customer")
    settings = {"reconciliation_mode": "automatic", "using_merchant_default": True}
    return {
        "object": "cash_balance", "available": balance(customer) or None, "customer": customer, "livemode": False,
        "settings": settings,
    }  # fmt: skip


def instructions(customer: str, params: Json) -> Json:
    """``POST /v1/customers/{id}/funding_instructions``: the account that this customer's transfers go to."""
    store.get(customer, "customer")
    kind = params["bank_transfer"]["type"]
    if TRANSFERS.get(params["currency"]) != kind:
        raise ApiError(400, f"{kind} is not available in {params['currency']}.", param="bank_transfer[type]")
    return {
        "object": "funding_instructions",
        "bank_transfer": {"country": "NL", "financial_addresses": [_address(customer, kind)], "type": kind},
        "currency": params["currency"],
        "funding_type": "bank_transfer",
        "livemode": False,
    }


def _address(customer: str, kind: str) -> Json:
    """Made of the customer's id, so that it is always the same; it is nobody's account."""
    digits = f"{sum(ord(sign) * 31**place for place, sign in enumerate(customer)) % 10**10:010}"
    holder = {"city": "Amsterdam", "country": "NL", "line1": "Keizersgracht 1", "line2": None, "postal_code": "1015CJ",
              "state": None}  # fmt: skip
    named = {"account_holder_address": holder, "account_holder_name": "Harborline", "bank_address": holder}
    if kind == "eu_bank_transfer":
        return {"type": "iban", "iban": {**named, "bic": "SANDNL2A", "country": "NL", "iban": f"NL00SAND{digits}"}}
    if kind == "us_bank_transfer":
        aba = {"account_number": digits, "account_type": "checking", "bank_name": "Sandbox", "routing_number": "0"}
        return {"type": "aba", "aba": {**named, **aba}}
    if kind == "gb_bank_transfer":
        return {"type": "sort_code", "sort_code": {**named, "account_number": digits[:8], "sort_code": "000000"}}
    return {"type": "iban", "iban": {**named, "bic": "SANDNL2A", "country": "NL", "iban": f"NL00SAND{digits}"}}


def wait_for_transfer(intent: Thing, at: datetime) -> None:
    """The payer chose a bank transfer: what is in the cash balance already is used first."""
    if not intent.data["customer"]:
        raise ApiError(400, "A bank transfer needs a customer.", param="customer")
    if intent.data["status"] in payments.OPEN:
        store.change(intent, status="requires_action", last_payment_error=None)
        _show_rest(intent)
        store.announce("payment_intent.requires_action", intent)
        apply(intent.data["customer"], intent.data["currency"], at)


def _show_rest(intent: Thing) -> None:
    """Tell the payer what is still to be sent."""
    data = intent.data
    rest = max(data["amount"] - balance(data["customer"]).get(data["currency"], 0), 0)
    kind = TRANSFERS.get(data["currency"], "eu_bank_transfer")
    shown = {
        "amount_remaining": rest, "currency": data["currency"], "hosted_instructions_url": None,
        "financial_addresses": [_address(data["customer"], kind)], "reference": data["transfer_group"], "type": kind,
    }  # fmt: skip
    action = {"type": "display_bank_transfer_instructions", "display_bank_transfer_instructions": shown}
    store.change(intent, next_action=action)


def arrive(customer: str, currency: str, amount: int, reference: str, at: datetime) -> Thing:
    """A bank transfer arrives, of whatever size."""
    funded = {"bank_transfer": {"reference": reference, "type": TRANSFERS.get(currency, "eu_bank_transfer")}}
    row = _move(customer, currency, amount, "funded", at, funded=funded)
    store.announce(f"{_KIND}.created", row)
    apply(customer, currency, at)
    return row


def _move(customer: str, currency: str, amount: int, kind: str, at: datetime, **fields: Any) -> Thing:
    ending = balance(customer).get(currency, 0) + amount
    return store.add(
        _KIND, at, currency=currency, customer=customer, ending_balance=ending, net_amount=amount, type=kind, **fields
    )


def apply(customer: str, currency: str, at: datetime) -> None:
    """Pay the oldest waiting payment that the balance covers whole; one that it covers in part is told so."""
    waiting = store.matching(
        "payment_intent", {"customer": customer, "currency": currency, "status": "requires_action"}
    )
    for intent in reversed(list(waiting)):
        action = intent.data["next_action"] or {}
        if action.get("type") != "display_bank_transfer_instructions":
            continue
        held = balance(customer).get(currency, 0)
        if held >= intent.data["amount"]:
            spent = {"payment_intent": intent.ref}
            row = _move(customer, currency, -intent.data["amount"], "applied_to_payment", at, applied_to_payment=spent)
            payments.succeed(intent, at, method="customer_balance")
            store.announce(f"{_KIND}.created", row)
        elif held:
            _show_rest(intent)
            store.announce("payment_intent.partially_funded", intent)
