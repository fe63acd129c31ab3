"""Disputes: the payer's bank takes the money back first and hears the arguments afterwards."""

from datetime import datetime, timedelta

from escrow.gateways.fake import payments, store
from escrow.gateways.fake.models import Thing
from escrow.gateways.fake.store import ApiError, Json

FEE_MINOR = 1_500
ANSWER_WITHIN = timedelta(days=9)
ENDED = frozenset({"won", "lost", "warning_closed", "prevented"})
WINNING, LOSING = "winning_evidence", "losing_evidence"


def open_dispute(charge: Thing, amount: int, reason: str, at: datetime, *, is_inquiry: bool = False) -> Thing:
    """The payer's bank objects. An inquiry only asks; a dispute takes the money and a fee at once."""
    dispute = store.add(
        "dispute",
        at,
        amount=amount,
        balance_transactions=[],
        charge=charge.ref,
        currency=charge.data["currency"],
        enhanced_eligibility_types=[],
        evidence=_evidence({}),
        evidence_details=_details(at, submissions=0, is_there=False),
        is_charge_refundable=is_inquiry,
        payment_intent=charge.data["payment_intent"],
        reason=reason,
        status="warning_needs_response" if is_inquiry else "needs_response",
    )
    store.announce("charge.dispute.created", dispute)
    if not is_inquiry:
        withdraw(dispute, at)
    return dispute


def withdraw(dispute: Thing, at: datetime) -> None:
    """The bank takes the money, and the fee."""
    store.change(store.get(dispute.data["charge"], "charge"), disputed=True)
    amount = dispute.data["amount"]
    entry = store.enter(dispute, -amount, "adjustment", "dispute", at, fee_minor=FEE_MINOR)
    _add_entry(dispute, store.shown(entry), status="needs_response", is_charge_refundable=False)
    store.announce("charge.dispute.funds_withdrawn", dispute)


def _add_entry(dispute: Thing, entry: Json, **fields: object) -> None:
    store.change(dispute, balance_transactions=[*dispute.data["balance_transactions"], entry], **fields)


def update(ref: str, params: Json, at: datetime) -> Json:
    """``POST /v1/disputes/{id}``: evidence, kept or submitted. Stripe's two test words decide at once."""
    dispute = store.get(ref, "dispute")
    status = dispute.data["status"]
    if not status.endswith("needs_response"):
        raise ApiError(400, "This dispute is already closed or under review.", code="dispute_not_open")
    evidence = {**dispute.data["evidence"], **params.get("evidence", {})}
    submit = params.get("submit", bool(params.get("evidence")))
    details = dispute.data["evidence_details"]
    store.change(
        dispute,
        evidence=evidence,
        evidence_details={
            **details, "has_evidence": True, "submission_count": details["submission_count"] + int(submit),
        },
        metadata={**dispute.data["metadata"], **params.get("metadata", {})},
        status=status.replace("needs_response", "under_review") if submit else status,
    )  # fmt: skip
    store.announce("charge.dispute.updated", dispute)
    if submit and evidence["uncategorized_text"] in {WINNING, LOSING}:
        decide(dispute, at, won=evidence["uncategorized_text"] == WINNING)
    return dispute.to_json()


def close(ref: str, at: datetime) -> Json:
    """``POST /v1/disputes/{id}/close``: give in."""
    dispute = store.get(ref, "dispute")
    if dispute.data["status"] in ENDED:
        raise ApiError(400, "This dispute is already closed.", code="dispute_not_open")
    decide(dispute, at, won=False)
    return dispute.to_json()


def decide(dispute: Thing, at: datetime, *, won: bool) -> None:
    """The network decides: won money comes back (the fee does not), lost money is gone."""
    if dispute.data["status"] in ENDED:
        return
    if dispute.data["status"].startswith("warning"):
        store.change(dispute, status="warning_closed")
    elif won:
        store.change(store.get(dispute.data["charge"], "charge"), disputed=False)
        entry = store.enter(dispute, dispute.data["amount"], "adjustment", "dispute_reversal", at)
        _add_entry(dispute, store.shown(entry), status="won")
        store.announce("charge.dispute.funds_reinstated", dispute)
    else:
        store.change(dispute, status="lost")
    store.announce("charge.dispute.closed", dispute)


def charge_to_dispute(payment_ref: str) -> Thing:
    """The charge behind a payment."""
    return payments.charge_of({"payment_intent": payment_ref})


def _details(at: datetime, *, submissions: int, is_there: bool) -> Json:
    return {
        "due_by": store.unix(at + ANSWER_WITHIN),
        "enhanced_eligibility": {},
        "has_evidence": is_there,
        "past_due": False,
        "submission_count": submissions,
        "submission_method": "not_submitted",
    }


_EVIDENCE = (
    "access_activity_log", "billing_address", "cancellation_policy", "cancellation_policy_disclosure",
    "cancellation_rebuttal", "customer_communication", "customer_email_address", "customer_name",
    "customer_purchase_ip", "customer_signature", "duplicate_charge_documentation", "duplicate_charge_explanation",
    "duplicate_charge_id", "product_description", "receipt", "refund_policy", "refund_policy_disclosure",
    "refund_refusal_explanation", "service_date", "service_documentation", "shipping_address", "shipping_carrier",
    "shipping_date", "shipping_documentation", "shipping_tracking_number", "uncategorized_file", "uncategorized_text",
)  # fmt: skip


def _evidence(given: Json) -> Json:
    return {**dict.fromkeys(_EVIDENCE), "enhanced_evidence": {}, **given}
