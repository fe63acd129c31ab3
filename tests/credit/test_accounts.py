"""Credit is asked for by the buyer and granted by whoever bears the risk."""

import pytest

from escrow.credit import services
from escrow.credit.models import CreditAccount
from escrow.credit.services import CreditTerms
from marketplace.ledger.queries import CreditLine
from marketplace.lib import ids
from marketplace.lib.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.lib.state import WrongState
from tests import cast
from tests.cast import Person
from tests.credit import terms

AT = terms.days(1)


def grant(person: Person, account: CreditAccount, *, limit: int = 1_000_000, key: str = "g-1") -> CreditAccount:
    return services.approve_credit(
        actor=person.actor, number=account.number, limit_minor=limit, terms=CreditTerms(), key=key, at=AT
    )


def step(person: Person, account: CreditAccount, action: str, reason: str = "Late payer") -> CreditAccount:
    return services.take_account_step(
        actor=person.actor, number=account.number, action=action, reason=reason, key=ids.token(12), at=AT
    )


def test_a_request_is_granted(ada: Person, bruno: Person) -> None:
    account = grant(bruno, terms.requested(ada, bruno))
    assert account.number.startswith("CR-")
    assert (account.state, account.limit_minor) == ("ACTIVE", 1_000_000)
    assert terms.line(account) == CreditLine(available=1_000_000, reserved=0, used=0)
    assert grant(bruno, account).id == account.id


def test_one_account_per_lender_and_currency(ada: Person, bruno: Person) -> None:
    terms.requested(ada, bruno)
    with pytest.raises(Conflict):
        terms.requested(ada, bruno)
    terms.requested(ada, bruno, currency="USD")


def test_the_lender_decides(ada: Person, bruno: Person, carla: Person, otto: Person) -> None:
    account = terms.requested(ada, bruno)
    with pytest.raises(NotAllowed):
        grant(ada, account)
    with pytest.raises(NotFound):
        grant(carla, account)
    with pytest.raises(NotAllowed):
        grant(cast.member(bruno.organization, ["vendor.finance"]), account)
    assert CreditAccount.objects.get().state == "REQUESTED"
    assert grant(otto, account).state == "ACTIVE"


def test_who_may_ask(bruno: Person, ada: Person) -> None:
    for person in (bruno, cast.member(ada.organization, ["buyer.purchaser"])):
        with pytest.raises(NotAllowed):
            terms.requested(person, bruno)


def test_a_limit_goes_down_to_what_is_taken(ada: Person, bruno: Person) -> None:
    account = terms.granted(ada, bruno)
    terms.opened(ada, bruno)

    def change(limit: int) -> None:
        services.change_limit(
            actor=bruno.actor, number=account.number, limit_minor=limit, reason="", key=ids.token(12), at=AT
        )

    with pytest.raises(Conflict):
        change(2_499_999)
    change(2_500_000)
    assert terms.line(account) == CreditLine(available=0, reserved=2_500_000, used=0)
    change(9_000_000)
    assert terms.line(account) == CreditLine(available=6_500_000, reserved=2_500_000, used=0)


def test_hold_and_its_end(ada: Person, bruno: Person) -> None:
    account = terms.granted(ada, bruno)
    step(bruno, account, "hold")
    assert terms.line(account).available == 0
    step(bruno, account, "lift")
    assert terms.line(account).available == 5_000_000
    with pytest.raises(WrongState):
        step(bruno, account, "lift")
    with pytest.raises(Invalid):
        step(bruno, account, "suspend", " ")


def test_an_account_in_use_is_not_closed(ada: Person, bruno: Person) -> None:
    account = terms.granted(ada, bruno)
    terms.opened(ada, bruno)
    with pytest.raises(Conflict):
        step(bruno, account, "close")
    step(bruno, account, "suspend")
    assert terms.line(account) == CreditLine(available=0, reserved=2_500_000, used=0)


def test_decline_and_withdraw(ada: Person, bruno: Person) -> None:
    step(bruno, terms.requested(ada, bruno), "decline")
    account = terms.requested(ada, bruno)
    with pytest.raises(NotAllowed):
        step(bruno, account, "withdraw")
    assert step(ada, account, "withdraw").state == "CLOSED"


def test_terms_that_make_no_sense(ada: Person, bruno: Person) -> None:
    account = terms.requested(ada, bruno)
    for wrong in (CreditTerms(net_days=0), CreditTerms(discount_days=30), CreditTerms(exposure="NEVER")):
        with pytest.raises(Invalid):
            services.approve_credit(
                actor=bruno.actor, number=account.number, limit_minor=1, terms=wrong, key=ids.token(12), at=AT
            )
