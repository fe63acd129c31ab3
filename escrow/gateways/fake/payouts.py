"""Money out and back: refunds, transfers to vendors, their reversals, payouts to banks."""

from datetime import datetime, timedelta

from django.db.models import Sum

from escrow.gateways.fake import payments, store
from escrow.gateways.fake.models import Entry, Thing
from escrow.gateways.fake.store import ApiError, Json

ARRIVES_AFTER = timedelta(days=1)


def create_refund(params: Json, at: datetime) -> Json:
    """``POST /v1/refunds``: never more than what is left of the charge, and not while the payer's bank disputes it."""
    charge = payments.charge_of(params)
    left = charge.data["amount"] - charge.data["amount_refunded"]
    amount = params.get("amount", left)
    if charge.data["disputed"]:
        raise ApiError(
            400, f"Charge {charge.ref} has been charged back; cannot issue a refund.", code="charge_disputed"
        )
    if amount < 1 or amount > left:
        raise ApiError(
            400, f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})", param="amount"
        )
    refund = store.add(
        "refund",
        at,
        amount=amount,
        charge=charge.ref,
        currency=charge.data["currency"],
        failure_reason=None,
        metadata=params.get("metadata", {}),
        payment_intent=charge.data["payment_intent"],
        reason=params.get("reason"),
        status="succeeded",
    )
    entry = store.enter(refund, -amount, "refund", "refund", at)
    store.change(refund, balance_transaction=entry.ref)
    _count_refund(charge, amount)
    store.announce("refund.created", refund)
    store.announce("charge.refunded", charge)
    return refund.to_json()


def _count_refund(charge: Thing, amount: int) -> None:
    refunded = charge.data["amount_refunded"] + amount
    store.change(charge, amount_refunded=refunded, refunded=refunded == charge.data["amount"])


def fail_refund(refund: Thing, at: datetime) -> None:
    """The payer's bank sends a refund back, days later: the money is ours again."""
    if refund.data["status"] == "failed":
        return
    entry = store.enter(refund, refund.data["amount"], "refund_failure", "refund_failure", at)
    store.change(
        refund, status="failed", failure_reason="expired_or_canceled_card", failure_balance_transaction=entry.ref
    )
    _count_refund(store.get(refund.data["charge"], "charge"), -refund.data["amount"])
    store.announce("refund.updated", refund)
    store.announce("refund.failed", refund)


def create_transfer(params: Json, at: datetime) -> Json:
    """``POST /v1/transfers``: from the available balance, or out of one charge that is still pending."""
    account = store.get(params["destination"], "v2.core.account")
    if account.data["configuration"]["recipient"]["capabilities"]["stripe_balance"]["stripe_transfers"]["status"] != (
        "active"
    ):
        message = "Your destination account needs to have at least one of the following capabilities enabled: transfers"
        raise ApiError(400, message, code="insufficient_capabilities_for_transfer", param="destination")
    amount, currency = params.get("amount", 0), params["currency"]
    if amount < 1:
        raise ApiError(400, "Invalid positive integer", param="amount")
    available_at = at
    if "source_transaction" in params:
        available_at = max(at, _reserve_source(params["source_transaction"], amount, currency))
    elif store.totals(available_at=at).get(currency, 0) < amount:
        raise ApiError(
            400, "You have insufficient available funds in your Stripe account.", code="balance_insufficient"
        )
    transfer = store.add(
        "transfer",
        at,
        amount=amount,
        amount_reversed=0,
        currency=currency,
        description=params.get("description"),
        destination=account.ref,
        metadata=params.get("metadata", {}),
        reversals={"object": "list", "data": [], "has_more": False, "url": "/v1/transfers/reversals"},
        reversed=False,
        source_transaction=params.get("source_transaction"),
        source_type="card",
        transfer_group=params.get("transfer_group"),
    )
    entry = store.enter(transfer, -amount, "transfer", "transfer", at, available_at=available_at)
    store.enter(transfer, amount, "payment", "charge", at, account=account.ref, available_at=available_at)
    store.change(transfer, balance_transaction=entry.ref)
    store.announce("transfer.created", transfer)
    return transfer.to_json()


def _reserve_source(ref: str, amount: int, currency: str) -> datetime:
    """When the charge's money is available; its transfers may not come to more than the charge."""
    charge = store.get(ref, "charge")
    if charge.data["currency"] != currency:
        raise ApiError(400, "The currency of source_transaction's balance transaction differs.", param="currency")
    used = sum(other.data["amount"] for other in store.matching("transfer", {"source_transaction": ref}))
    if used + amount > charge.data["amount"] - charge.data["amount_refunded"]:
        raise ApiError(400, "The transfers of this charge come to more than the charge.", param="source_transaction")
    return payments.entry_of(charge).available_at


def reverse_transfer(ref: str, params: Json, at: datetime) -> Json:
    """``POST /v1/transfers/{id}/reversals``: only what the destination still has."""
    transfer = store.get(ref, "transfer")
    left = transfer.data["amount"] - transfer.data["amount_reversed"]
    amount, currency, account = params.get("amount", left), transfer.data["currency"], transfer.data["destination"]
    if amount < 1 or amount > left:
        raise ApiError(400, f"Transfer reversal amount ({amount}) is greater than unreversed amount ({left})")
    if store.totals(account).get(currency, 0) < amount:
        message = "The account has insufficient funds to cover the reversal amount."
        raise ApiError(400, message, code="insufficient_funds")
    reversal = store.add(
        "transfer_reversal", at, amount=amount, currency=currency, metadata=params.get("metadata", {}),
        transfer=ref, destination_payment_refund=None, source_refund=None,
    )  # fmt: skip
    entry = store.enter(reversal, amount, "transfer_refund", "transfer_reversal", at)
    store.enter(reversal, -amount, "payment_refund", "refund", at, account=account)
    store.change(reversal, balance_transaction=entry.ref)
    reversals = {**transfer.data["reversals"], "data": [reversal.data, *transfer.data["reversals"]["data"]]}
    done = transfer.data["amount_reversed"] + amount
    store.change(transfer, amount_reversed=done, reversed=done == transfer.data["amount"], reversals=reversals)
    store.announce("transfer.reversed", transfer)
    return reversal.to_json()


def create_payout(params: Json, at: datetime, account: str = store.PLATFORM) -> Json:
    """``POST /v1/payouts``: from the available balance to the account's bank, a day later."""
    amount, currency = params["amount"], params["currency"]
    if amount < 1 or store.totals(account, available_at=at).get(currency, 0) < amount:
        message = "You have insufficient funds in your Stripe account for this transaction."
        raise ApiError(400, message, code="balance_insufficient")
    payout = store.add(
        "payout",
        at,
        account=account,
        amount=amount,
        arrival_date=store.unix(at + ARRIVES_AFTER),
        automatic=account != store.PLATFORM,
        currency=currency,
        description=params.get("description"),
        destination=None,
        failure_code=None,
        failure_message=None,
        metadata=params.get("metadata", {}),
        method="standard",
        reconciliation_status="not_applicable",
        source_type="card",
        status="pending",
        type="bank_account",
    )
    entry = store.enter(payout, -amount, "payout", "payout", at, account=account)
    store.change(payout, balance_transaction=entry.ref)
    payout.due_at = at + ARRIVES_AFTER
    payout.save(update_fields=["due_at"])
    store.announce("payout.created", payout, account=account)
    return payout.to_json()


def end_payout(payout: Thing, at: datetime, *, is_paid: bool) -> None:
    """The bank takes a payout, or sends it back: a failed one returns to the balance, also after it was paid."""
    payout.due_at = None
    payout.save(update_fields=["due_at"])
    if payout.data["status"] == "failed" or (is_paid and payout.data["status"] == "paid"):
        return
    if is_paid:
        store.change(payout, status="paid")
        store.announce("payout.paid", payout, account=payout.account)
        return
    kind, category = "payout_failure", "payout_reversal"
    entry = store.enter(payout, payout.data["amount"], kind, category, at, account=payout.account)
    store.change(
        payout,
        status="failed",
        failure_code="account_closed",
        failure_message="The bank account has been closed.",
        failure_balance_transaction=entry.ref,
    )
    store.announce("payout.failed", payout, account=payout.account)


def pay_out_vendors(at: datetime) -> None:
    """Connected accounts are on Stripe's own schedule: what is available goes to the vendor's bank."""
    rows = Entry.objects.exclude(account=store.PLATFORM).filter(available_at__lte=at - ARRIVES_AFTER)
    for account, currency in (
        rows.values_list("account", "currency").annotate(Sum("amount_minor")).values_list("account", "currency")
    ):
        amount = store.totals(account, available_at=at).get(currency, 0)
        if amount > 0:
            create_payout({"amount": amount, "currency": currency}, at, account)
