"""Operators verify, reject, suspend and reinstate."""

import pytest
from django.db import IntegrityError, transaction

from marketplace.identity.models import SentMail
from marketplace.lib.errors import Invalid, NotAllowed, NotFound
from marketplace.lib.state import WrongState
from marketplace.outbox.drain import drain_until_empty
from marketplace.outbox.models import OutboxEvent
from tests.cast import Person, member
from tests.vendors.moments import APPLIED, DECIDED, apply, submit, verify
from vendors import queries, services
from vendors.models import VendorProfile, VerificationDecision


def kinds() -> list[str]:
    return list(OutboxEvent.objects.order_by("id").values_list("kind", flat=True))


def test_verified_vendors_are_public(bruno: Person, otto: Person, ada: Person) -> None:
    profile = verify(bruno, otto)
    assert (profile.state, profile.verified_at) == ("VERIFIED", DECIDED)
    decision = VerificationDecision.objects.get()
    assert (decision.decision, decision.decided_by_name, decision.at) == ("VERIFY", "Otto Brandt", DECIDED)
    assert queries.get_storefront(ada.actor, "nordmetal-zabrze").pk == profile.pk
    assert queries.verified_among([bruno.organization.id]) == {bruno.organization.id}
    assert kinds() == ["vendors.VendorApplied", "vendors.VendorSubmitted", "vendors.VendorVerified"]


def test_rejection_needs_a_reason_and_may_be_mended(bruno: Person, otto: Person) -> None:
    submit(bruno)
    with pytest.raises(Invalid):
        services.reject_vendor(actor=otto.actor, slug="nordmetal-zabrze", reason=" ", at=DECIDED)
    assert VendorProfile.objects.get().state == "IN_REVIEW"
    services.reject_vendor(actor=otto.actor, slug="nordmetal-zabrze", reason="The ISO copy is missing.", at=DECIDED)
    assert VendorProfile.objects.get().state == "REJECTED"
    assert services.submit_for_verification(actor=bruno.actor, at=DECIDED).state == "IN_REVIEW"


def test_a_suspended_vendor_disappears_at_once_and_comes_back(bruno: Person, otto: Person, ada: Person) -> None:
    verify(bruno, otto)
    services.suspend_vendor(actor=otto.actor, slug="nordmetal-zabrze", reason="Forged certificate.", at=DECIDED)
    with pytest.raises(NotFound):
        queries.get_storefront(ada.actor, "nordmetal-zabrze")
    assert queries.get_storefront(bruno.actor, "nordmetal-zabrze").state == "SUSPENDED"
    assert list(queries.directory().suppliers) == []
    services.reinstate_vendor(actor=otto.actor, slug="nordmetal-zabrze", at=DECIDED)
    assert queries.get_storefront(ada.actor, "nordmetal-zabrze").state == "VERIFIED"


def test_wrong_states_are_refused(bruno: Person, otto: Person) -> None:
    apply(bruno)
    with pytest.raises(WrongState):
        services.verify_vendor(actor=otto.actor, slug="nordmetal-zabrze", at=DECIDED)
    with pytest.raises(WrongState):
        services.suspend_vendor(actor=otto.actor, slug="nordmetal-zabrze", reason="why", at=DECIDED)
    assert not VerificationDecision.objects.exists()


def test_twice_is_refused_and_changes_nothing(bruno: Person, otto: Person) -> None:
    verify(bruno, otto)
    with pytest.raises(WrongState):
        services.verify_vendor(actor=otto.actor, slug="nordmetal-zabrze", at=DECIDED)
    assert VerificationDecision.objects.count() == 1


def test_only_operators_decide(bruno: Person, carla: Person, ada: Person, otto: Person) -> None:
    submit(bruno)
    support = member(otto.organization, ["operator.support"])
    for person, refusal in ((bruno, NotAllowed), (support, NotAllowed), (carla, NotFound), (ada, NotFound)):
        with pytest.raises(refusal):
            services.verify_vendor(actor=person.actor, slug="nordmetal-zabrze", at=DECIDED)
    assert VendorProfile.objects.get().state == "IN_REVIEW"


def test_the_people_concerned_get_mail(bruno: Person, otto: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    member(bruno.organization, ["vendor.sales"])
    sent: list[tuple[str, str]] = []
    monkeypatch.setattr(
        "marketplace.identity.tasks.send_mail.delay", lambda to, subject, body: sent.append((to, subject))
    )
    verify(bruno, otto)
    services.suspend_vendor(actor=otto.actor, slug="nordmetal-zabrze", reason="Forged certificate.", at=DECIDED)
    drain_until_empty()
    assert sent == [
        ("otto@harborline.example", "Nordmetal Zabrze asks to be verified"),
        ("bruno@nordmetal.example", "Nordmetal Zabrze is verified on Harborline"),
        ("bruno@nordmetal.example", "Nordmetal Zabrze is suspended on Harborline"),
    ]
    assert SentMail.objects.count() == 0


def test_the_database_refuses_a_refusal_without_a_reason(bruno: Person) -> None:
    profile = apply(bruno)
    with pytest.raises(IntegrityError), transaction.atomic():
        VerificationDecision.objects.create(
            vendor=profile, decision="REJECT", reason="", decided_by_name="x", at=APPLIED
        )
