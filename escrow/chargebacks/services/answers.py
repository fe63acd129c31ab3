"""Our side of a chargeback: the vendor's statement, the evidence, who is liable, and when we give up."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from escrow.chargebacks import policy, queries
from escrow.chargebacks.events import EvidenceDue
from escrow.chargebacks.models import Chargeback, ChargebackStatement
from escrow.chargebacks.states import CHARGEBACK, EVIDENCE_DUE, LIMIT, Liability
from escrow.chargebacks.steps import take, tell
from escrow.gateways.port import GatewayRefused, GatewaySilent, get_gateway
from escrow.machinery import timers
from marketplace.ledger.services import lock_order, note_order
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, Invalid, NotFound, Unavailable
from marketplace.outbox import idempotency
from marketplace.outbox.publishing import publish


class EvidenceRefused(Conflict):
    """The provider takes no evidence for this dispute any more."""

    code = "evidence_refused"


class ProviderSilent(Unavailable):
    """The provider did not answer; sending the same evidence again is harmless."""

    code = "provider_silent"


def add_statement(*, actor: Actor, ref: str, text: str, key: str, at: datetime) -> ChargebackStatement:
    """Say the vendor's side; it becomes part of the evidence. The vendor's fulfilment and administrators.

    While evidence is wanted. Raises NotFound, NotAllowed, Invalid without a text, WrongState afterwards.
    """
    text = text.strip()
    with transaction.atomic():
        chargeback = _locked(actor, ref)
        require(policy.may_add_statement(actor, chargeback))
        attempt = idempotency.begin(
            actor=actor, service="chargebacks.add_statement", key=key, inputs={"ref": ref, "text": text}
        )
        if attempt.done:
            return ChargebackStatement.objects.get(pk=attempt.result)
        if not text:
            raise Invalid.field("text", "Say what happened in a few sentences.")
        CHARGEBACK.advance(chargeback.state, "submit")
        made = ChargebackStatement.objects.create(
            chargeback=chargeback, text=text[:4_000], author_name=actor.user_name, written_at=at
        )
        note_order(
            actor=actor, order_id=chargeback.order_id, kind="chargeback_statement", body={"ref": chargeback.ref}, at=at
        )
        attempt.finish(made.id)
    return made


def submit_evidence(*, actor: Actor, ref: str, key: str, at: datetime) -> Chargeback:
    """Send the evidence as it stands now; the network takes it once.

    The operator's finance, or the clock. The provider is asked outside any transaction: RuntimeError inside one.
    Raises NotFound, NotAllowed, WrongState, EvidenceRefused, ProviderSilent. Publishes ChargebackChanged.
    """
    with transaction.atomic(durable=True):
        chargeback = _locked(actor, ref)
        require(policy.may_answer(actor))
        attempt = idempotency.begin(actor=actor, service="chargebacks.submit_evidence", key=key, inputs={"ref": ref})
        attempt.finish(chargeback.id)
        if attempt.done and chargeback.evidence_sent_at:
            return chargeback
        CHARGEBACK.advance(chargeback.state, "submit")
    evidence = queries.evidence_for(chargeback)
    try:
        get_gateway().submit_evidence(chargeback.ref, evidence)
    except GatewayRefused as refusal:
        raise EvidenceRefused(f"The provider did not take the evidence: {refusal}") from refusal
    except GatewaySilent as silence:
        raise ProviderSilent("The provider did not answer. Send the evidence again in a minute.") from silence
    with transaction.atomic(durable=True):
        chargeback = _locked(actor, ref)
        chargeback.evidence, chargeback.evidence_sent_at = dict(evidence), at
        chargeback.evidence_by_name = actor.user_name
        chargeback.save(update_fields=["evidence", "evidence_sent_at", "evidence_by_name"])
        timers.stop(order_id=chargeback.order_id, at=at, name=EVIDENCE_DUE, subject=str(chargeback.id))
        if CHARGEBACK.allows(chargeback.state, "submit"):  # a notice may have said so before us
            take(chargeback, "submit", at, actor=actor)
    return chargeback


@timers.rings(EVIDENCE_DUE)
def send_due_evidence(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """The clock: nobody has sent the evidence, so it goes out as it stands. Publishes EvidenceDue."""
    require(policy.may_mirror_dispute(actor))
    lock_order(order_id)
    chargeback = Chargeback.objects.locked().get(pk=subject)
    CHARGEBACK.advance(chargeback.state, "submit")
    publish(EvidenceDue(chargeback_id=chargeback.id, ref=chargeback.ref))


def set_liability(*, actor: Actor, ref: str, liability: Liability, why: str, key: str, at: datetime) -> Chargeback:
    """Say who bears what held money does not cover, if it is lost. The operator's finance, with a reason.

    Raises NotFound, NotAllowed, Invalid, WrongState once decided. Publishes ChargebackChanged.
    """
    why = why.strip()
    with transaction.atomic():
        chargeback = _locked(actor, ref)
        require(policy.may_answer(actor))
        inputs = {"ref": ref, "liability": liability, "why": why}
        attempt = idempotency.begin(actor=actor, service="chargebacks.set_liability", key=key, inputs=inputs)
        if attempt.done:
            return chargeback
        if not why:
            raise Invalid.field("why", "Say why. Both sides may ask.")
        CHARGEBACK.advance(chargeback.state, "lose")
        chargeback.liability = liability
        chargeback.save(update_fields=["liability"])
        body = {"ref": chargeback.ref, "liability": liability, "why": why[:300]}
        note_order(actor=actor, order_id=chargeback.order_id, kind="chargeback_liability", body=body, at=at)
        tell(chargeback)
        attempt.finish(chargeback.id)
    return chargeback


def write_off(*, actor: Actor, ref: str, why: str, key: str, at: datetime) -> Chargeback:
    """Give up a chargeback that the network does not decide: it is booked as lost. The operator's finance.

    Raises NotFound, NotAllowed, Invalid, WrongState. Publishes ChargebackChanged.
    """
    why = why.strip()
    with transaction.atomic():
        chargeback = _locked(actor, ref)
        require(policy.may_answer(actor))
        attempt = idempotency.begin(
            actor=actor, service="chargebacks.write_off", key=key, inputs={"ref": ref, "why": why}
        )
        if attempt.done:
            return chargeback
        if not why:
            raise Invalid.field("why", "Say why. The auditor reads it.")
        take(chargeback, "write_off", at, actor=actor)
        attempt.finish(chargeback.id)
    return chargeback


@timers.rings(LIMIT)
def give_up(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """The clock: a network that never decides does not keep money frozen for ever."""
    require(policy.may_mirror_dispute(actor))
    lock_order(order_id)
    chargeback = Chargeback.objects.locked().select_related("order").get(pk=subject)
    take(chargeback, "write_off", at, actor=actor)


def _locked(actor: Actor, ref: str) -> Chargeback:
    """The chargeback and, before it, its order, locked. Raises NotFound."""
    found = Chargeback.objects.visible_to(actor).filter(ref=ref).first()
    if found is None:
        raise NotFound
    lock_order(found.order_id)
    return Chargeback.objects.locked().select_related("order__buyer", "order__vendor").get(pk=found.pk)
