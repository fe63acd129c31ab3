"""One object of each kind, owned by Delft Instruments or Nordmetal, for the doors that lead to objects.

Each maker returns the arguments of the object's addresses. A package with a new kind of object adds its maker here,
and bodies that a service would accept, so that a stranger is refused for who they are and not for what they sent.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from buyers.services import NewAddress, add_address
from escrow.credit import services as credit
from escrow.credit.models import Invoice
from escrow.gateways.fake import engine
from listings.services import create_listing, import_taxonomy
from listings.taxonomy import CategoryRow, forget_tree
from marketplace.identity.models import Membership
from marketplace.identity.services import create_api_key, invite_member
from marketplace.ledger.plans import Milestone, Plan
from marketplace.lib import clock
from marketplace.lib.actor import Actor
from marketplace.outbox.drain import drain_until_empty
from messaging.services import open_thread
from rfq.states import Visibility
from tests import cast
from tests.agreements import deals
from tests.cast import JOINED
from tests.credit import terms
from tests.disputes import story
from tests.escrow import steps
from tests.listings.conftest import draft
from tests.returns import goods
from tests.rfq import market

Maker = Callable[[], dict[str, Any]]
makers: dict[str, Maker] = {}

BODIES: dict[str, dict[str, Any]] = {
    "member-roles": {"roles": ["buyer.viewer"]},
    "api-member": {"roles": ["buyer.viewer"]},
    "thread-send": {"body": "Hello", "client_id": "00000000-0000-4000-8000-000000000001"},
    "thread-read": {"seq": "1"},
    "api-thread-read": {"seq": 1},
    "api-thread-events": {"body": "Hello", "client_id": "00000000-0000-4000-8000-000000000001"},
    "api-rfq-files": {"file_id": "00000000-0000-4000-8000-000000000002"},
    "api-rfq-cancellation": {"reason": "No longer needed"},
    "rfq-cancel": {"reason": "No longer needed"},
    "order-ship": {"carrier": "DB Schenker", "tracking_number": "SCH-1"},
    "api-order-shipments": {"carrier": "DB Schenker", "tracking_number": "SCH-1"},
    "chargeback-statement": {"text": "Handed over"},
    "api-chargeback-statements": {"text": "Handed over"},
    "order-refund": {"reason": "Ordered twice"},
    "api-order-refunds": {"reason": "Ordered twice"},
    "order-return": {"quantity_1": "5", "reason": "DEFECTIVE", "note": "Leaks", "remedy": "REFUND"},
    "api-order-cases": {
        "kind": "DAMAGED",
        "remedy": "PARTIAL",
        "account": "Broken",
        "parts": [{"unit_no": 1, "amount_minor": 100}],
    },
    "api-case-reply": {"words": "We look into it"},
    "api-case-proposals": {"refund_minor": 1},
    "api-case-acceptance": {"shown_hash": "0"},
    "api-case-refusal": {"shown_hash": "0"},
    "api-case-evidence": {"kind": "STATEMENT", "words": "Broken"},
    "api-case-comments": {"words": "See photo 3"},
    "api-case-appeal": {"grounds": "The tally that came today"},
    "api-order-returns": {"lines": [{"position": 1, "quantity": "5"}], "reason": "DEFECTIVE", "note": "Leaks"},
    "return-accept": {"offer_hash": "0"},
    "api-return-acceptance": {"hash": "0"},
    "return-counter": {"remedy": "REFUND", "freight_payer": "BUYER", "quantity_1": "5"},
    "api-return-counter-offers": {"remedy": "REFUND", "freight_payer": "BUYER", "quantities": {"1": "5"}},
    **{name: {"reason": "No"} for name in ("return-refuse", "return-withdraw", "return-escalate", "order-cancel")},
    **{name: {"reason": "No"} for name in ("api-return-refusal", "api-return-withdrawal", "api-return-escalation")},
    **{name: {"carrier": "DHL", "tracking_number": "1"} for name in ("return-ship", "return-send-remedy")},
    **{name: {"carrier": "DHL", "tracking_number": "1"} for name in ("api-return-shipment", "api-return-remedy")},
    **{name: {"lines": []} for name in ("api-return-receipt", "api-return-shortages", "api-return-verdict")},
    "order-amend": {"inspection_days": "12", "note": "More time"},
    "api-order-amendments": {"inspection_days": 12, "note": "More time"},
    "order-propose-cancellation": {"reason": "No", "fee": ""},
    "api-order-cancellations": {"reason": "No"},
    "api-order-extensions": {"unit": 1},
    **{
        f"api-{noun}-{answer}": {"hash": "0"}
        for noun in ("amendment", "cancellation")
        for answer in ("acceptance", "refusal", "withdrawal")
    },
    "inspection-agree": {"shown_hash": "0"},
    "api-inspection-agreement": {"hash": "0"},
    "inspection-spec": {"requirement_1": "Count"},
    "api-inspection-specification": {"items": [{"requirement": "Count"}]},
    **{name: {"note": "No"} for name in ("inspection-waive", "inspection-rework")},
    **{name: {"note": "No"} for name in ("api-inspection-waiver", "api-inspection-rework")},
    "credit-decision": {"amount": "100.00", "net_days": "30", "exposure": "ORDER", "dunning": "STANDARD"},
    "api-credit-decision": {"limit_minor": 10000},
    "credit-limit": {"amount": "100.00"},
    "api-credit-limit": {"limit_minor": 10000},
    "api-credit-steps": {"action": "withdraw"},
    "invoice-credit-note": {"amount": "1.00", "text": "Scratched"},
    "api-invoice-credit-notes": {"amount_minor": 100, "text": "Scratched"},
    "invoice-object": {"amount": "1.00", "reason": "Scratched"},
    "api-invoice-objections": {"position": 2, "amount_minor": 100, "reason": "Scratched"},
    "invoice-answer": {"answer": "Agreed"},
    "api-invoice-objection": {"is_upheld": False, "answer": "Mistake"},
    "invoicing-block": {"resolution": "As delivered"},
    "purchase-order": {"purchase_order_number": "4500012345", "amount": "25000.00"},
    "api-order-purchase-order": {"purchase_order_number": "4500012345", "total_minor": 2500000},
}

# Addresses of parts that the object below does not have: a file, a paid invoice.
WITHOUT_PART = {
    "rfq-file",
    "case-file",
    "case-report-file",
    "thread-file",
    "shipment-document",
    "order-document",
    "rfq-edit",
    "rfq-counter",
    "rfq-award",
    "return-file",
    "inspection-file",
}
OWNERS = {"listing": cast.bruno, "request": cast.bruno, "negotiation": cast.bruno}


def kind(name: str) -> Callable[[Maker], Maker]:
    """Register the maker of one kind."""

    def register(maker: Maker) -> Maker:
        makers[name] = maker
        return maker

    return register


@kind("member")
def member() -> dict[str, Any]:
    """A colleague of Ada."""
    found = Membership.objects.get(user=cast.member(cast.ada().organization, ["buyer.viewer"], name="Nils").user)
    return {"membership_id": found.id, "member_id": found.id}


@kind("invitation")
def invitation() -> dict[str, Any]:
    """Somebody whom Ada invited."""
    actor = cast.ada().actor
    made = invite_member(actor=actor, email="new@delft.example", roles=["buyer.viewer"], key="matrix", at=JOINED)
    return {"invitation_id": made.id}


@kind("api key")
def api_key() -> dict[str, Any]:
    """A key of Ada's company."""
    made = create_api_key(actor=cast.ada().actor, name="ERP", scopes=["rfq.view"], key="matrix", at=JOINED)
    return {"key_id": made.api_key.id}


@kind("thread")
def thread() -> dict[str, Any]:
    """Ada and Bruno talk."""
    ada, bruno = cast.ada(), cast.bruno()
    parties: list[UUID] = [ada.organization.id, bruno.organization.id]
    made = open_thread(
        actor=ada.actor, subject_kind="NOTE", subject_ref="N-1", title="Enclosures", organization_ids=parties, at=JOINED
    )
    return {"code": made.code}


def _quoted() -> dict[str, Any]:
    """Ada asks Bruno alone, and he quotes."""
    ada, bruno = cast.ada(), cast.bruno()
    market.verify(bruno.organization)
    market.verify(cast.carla().organization)
    now = clock.now()
    rfq = market.post(
        ada,
        at=now,
        closes_at=now + timedelta(days=9),
        visibility=Visibility.INVITED,
        vendor_ids=(bruno.organization.id,),
    )
    quote = market.quote(bruno, rfq, at=now, valid_until=now + timedelta(days=30))
    assert quote.thread is not None
    return {
        "number": rfq.number, "vendor": bruno.organization.slug, "quote_id": quote.id, "code": quote.thread.code,
    }  # fmt: skip


@kind("rfq")
def rfq() -> dict[str, Any]:
    """A request that only Bruno was asked."""
    return _quoted()


@kind("request")
def request() -> dict[str, Any]:
    """The same request as its supplier sees it."""
    return _quoted()


@kind("negotiation")
def negotiation() -> dict[str, Any]:
    """The thread about Bruno's quote."""
    return _quoted()


@kind("order")
def order() -> dict[str, Any]:
    """Ada buys from Bruno, not paid yet."""
    return {"number": steps.opened(cast.ada(), cast.bruno()).number, "position": 1}


@kind("unit")
def unit() -> dict[str, Any]:
    """The first milestone of an order between Ada and Bruno."""
    stages = (Milestone(title="Tooling", share_bp=4_000), Milestone(title="Series", share_bp=6_000))
    plan = Plan(kind="milestones", milestones=stages)
    return {"number": steps.opened(cast.ada(), cast.bruno(), plan=plan).number, "unit_no": 1}


@kind("return")
def returned() -> dict[str, Any]:
    """Ada asks Bruno to take defective goods back."""
    made = steps.opened(cast.ada(), cast.bruno())
    steps.funded(made, cast.ada())
    steps.shipped(made, cast.bruno())
    steps.delivered(made, cast.bruno())
    return {"number": goods.requested(made, cast.ada()).number}


@kind("inspection")
def inspection() -> dict[str, Any]:
    """Ada's contract with Bruno asks for an inspection before dispatch."""
    made = deals.opened(cast.ada(), cast.bruno(), inspection_required=True)
    deals.funded(made, cast.ada())
    return {"number": made.number}


@kind("listing")
def listing() -> dict[str, Any]:
    """A draft of Bruno's, which nobody else may see."""
    bruno = cast.bruno()
    market.verify(bruno.organization)
    market.verify(cast.carla().organization)
    forget_tree()
    rows = [CategoryRow(1, None, "Metal parts"), CategoryRow(2, 1, "Enclosures")]
    import_taxonomy(actor=Actor.for_system("test"), rows=rows)
    made = create_listing(actor=bruno.actor, draft=draft(), key="matrix", at=JOINED)
    return {"slug": made.slug}


@kind("address")
def address() -> dict[str, Any]:
    """Where Ada's goods go."""
    given = NewAddress(
        label="Plant", recipient="Goods in", street="Rotterdamseweg 1", postcode="2628", city="Delft", country="NL"
    )
    return {"address_id": add_address(actor=cast.ada().actor, address=given, key="matrix", at=JOINED).id}


@kind("chargeback")
def chargeback() -> dict[str, Any]:
    """Ada's bank takes back what she paid Bruno."""
    made = steps.opened(cast.ada(), cast.bruno())
    payment = steps.funded(made, cast.ada())
    ref = engine.open_dispute(payment_ref=payment.gateway_ref or "", at=clock.now())
    drain_until_empty()
    return {"ref": ref}


@kind("case")
def case() -> dict[str, Any]:
    """Ada claims that a part of what Bruno delivered is damaged."""
    made = steps.opened(cast.ada(), cast.bruno())
    steps.funded(made, cast.ada())
    steps.shipped(made, cast.bruno())
    steps.delivered(made, cast.bruno())
    return {"number": story.opened(made, cast.ada()).number, "no": 1}


@kind("credit account")
def credit_account() -> dict[str, Any]:
    """Ada asks Bruno for credit."""
    return {"number": terms.requested(cast.ada(), cast.bruno()).number, "action": "withdraw"}


def _invoiced() -> Invoice:
    """Ada owes Bruno for what he shipped, and disputes a line."""
    terms.granted(cast.ada(), cast.bruno())
    return terms.invoiced(cast.ada(), cast.bruno())


@kind("invoice")
def invoice() -> dict[str, Any]:
    """An invoice of Bruno's to Ada, with a disputed line."""
    made = _invoiced()
    objection = credit.object_to_line(
        actor=cast.ada().actor, number=made.number, position=1, amount_minor=100, reason="Scratched", key="matrix",
        at=clock.now(),
    )  # fmt: skip
    return {"number": made.number, "position": 2, "objection_id": objection.id, "kind": "pdf"}


@kind("credit note")
def credit_note() -> dict[str, Any]:
    """What Bruno takes back of it."""
    note = credit.issue_credit_note(
        actor=cast.bruno().actor, number=_invoiced().number, amount_minor=100, text="Scratched", key="matrix",
        at=clock.now(),
    )  # fmt: skip
    return {"number": note.number, "kind": "pdf"}
