"""Our answer: what it holds, who may send it, and that the clock sends it if nobody does."""

from datetime import timedelta

import pytest

from escrow.chargebacks import queries
from escrow.chargebacks.models import Chargeback
from escrow.chargebacks.services import (
    add_statement,
    set_liability,
    submit_evidence,
    write_off,
)
from escrow.chargebacks.services.answers import ProviderSilent
from escrow.chargebacks.states import Liability
from escrow.gateways.fake import engine
from escrow.machinery import timers
from marketplace.lib.actor import Actor
from marketplace.lib.errors import Invalid, NotAllowed, NotFound
from marketplace.lib.state import WrongState
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person
from tests.chargebacks.conftest import decided
from tests.escrow import steps

SYSTEM = Actor.for_system("tests")


def test_the_evidence_tells_the_order(chargeback: Chargeback, bruno: Person) -> None:
    add_statement(
        actor=bruno.actor, ref=chargeback.ref, text="Handed to DB Schenker.", key="statement-1", at=steps.days(11)
    )
    evidence = queries.evidence_for(queries.get_chargeback(SYSTEM, chargeback.ref))
    assert evidence["customer_name"] == "Delft Instruments BV"
    assert evidence["shipping_carrier"] == "DB Schenker"
    assert evidence["shipping_tracking_number"] == "SCH-884120"
    assert evidence["shipping_date"] == "2026-03-12"
    assert "5000 pcs Enclosure 120×80×55" in evidence["product_description"]
    assert "incoterm: DAP" in evidence["uncategorized_text"]
    assert "Bruno Kowalski: Handed to DB Schenker." in evidence["uncategorized_text"]


def test_sent_once_it_is_under_review(chargeback: Chargeback, otto: Person) -> None:
    sent = submit_evidence(actor=otto.actor, ref=chargeback.ref, key="evidence-1", at=steps.days(5))
    again = submit_evidence(actor=otto.actor, ref=chargeback.ref, key="evidence-1", at=steps.days(5))
    assert sent.state == again.state == "UNDER_REVIEW"
    assert sent.evidence_by_name == "Otto Brandt"
    assert engine.things("dispute")[0]["evidence"]["shipping_tracking_number"] == "SCH-884120"
    assert engine.things("dispute")[0]["evidence_details"]["submission_count"] == 1
    with pytest.raises(WrongState):
        submit_evidence(actor=otto.actor, ref=chargeback.ref, key="evidence-2", at=steps.days(5))


def test_a_silent_provider_may_be_asked_again(chargeback: Chargeback, otto: Person) -> None:
    engine.plan_faults(engine.Fault.REQUEST_LOST)
    with pytest.raises(ProviderSilent):
        submit_evidence(actor=otto.actor, ref=chargeback.ref, key="evidence-1", at=steps.days(5))
    assert submit_evidence(actor=otto.actor, ref=chargeback.ref, key="evidence-1", at=steps.days(5)).evidence_sent_at


def test_the_clock_sends_what_nobody_sent(chargeback: Chargeback) -> None:
    assert chargeback.due_by is not None
    assert timers.fire_due(SYSTEM, chargeback.due_by - timedelta(hours=23)) >= 1
    drain_until_empty()
    chargeback.refresh_from_db()
    assert chargeback.state == "UNDER_REVIEW"
    assert chargeback.evidence_by_name == "Harborline"


def test_strangers_and_parties_cannot_answer(chargeback: Chargeback, ada: Person, bruno: Person, dora: Person) -> None:
    for person in (ada, bruno):
        with pytest.raises(NotAllowed):
            submit_evidence(actor=person.actor, ref=chargeback.ref, key="evidence-1", at=steps.days(5))
    with pytest.raises(NotFound):
        submit_evidence(actor=dora.actor, ref=chargeback.ref, key="evidence-1", at=steps.days(5))
    with pytest.raises(NotAllowed):
        add_statement(actor=ada.actor, ref=chargeback.ref, text="I never got it.", key="statement-1", at=steps.days(5))
    chargeback.refresh_from_db()
    assert chargeback.state == "NEEDS_RESPONSE"


def test_liability_needs_a_reason_and_decides_who_pays(
    ada: Person, bruno: Person, otto: Person, chargeback: Chargeback
) -> None:
    with pytest.raises(Invalid):
        set_liability(
            actor=otto.actor, ref=chargeback.ref, liability=Liability.PLATFORM, why=" ", key="l-0", at=steps.days(5)
        )
    set_liability(
        actor=otto.actor,
        ref=chargeback.ref,
        liability=Liability.PLATFORM,
        why="Our error.",
        key="l-1",
        at=steps.days(5),
    )
    chargeback.refresh_from_db()
    assert chargeback.liability == "PLATFORM"
    decided(chargeback, won=False)
    with pytest.raises(WrongState):
        set_liability(
            actor=otto.actor, ref=chargeback.ref, liability=Liability.VENDOR, why="No.", key="l-2", at=steps.days(40)
        )


def test_giving_up_books_the_loss(chargeback: Chargeback, otto: Person) -> None:
    lost = write_off(actor=otto.actor, ref=chargeback.ref, why="No answer in months.", key="w-1", at=steps.days(9))
    assert lost.state == "LOST"
    assert "chargeback" not in steps.trial_balance()


def test_a_network_that_never_decides_does_not_freeze_for_ever(chargeback: Chargeback, otto: Person) -> None:
    submit_evidence(actor=otto.actor, ref=chargeback.ref, key="evidence-1", at=steps.days(5))
    assert timers.fire_due(SYSTEM, chargeback.opened_at + timedelta(days=181)) >= 1
    chargeback.refresh_from_db()
    assert chargeback.state == "LOST"
