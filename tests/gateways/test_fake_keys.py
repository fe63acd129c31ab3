"""The fake keeps Stripe's promises about idempotency keys, parameters and answers."""

from dataclasses import replace
from typing import Any

import pytest
import stripe
from pytest_django import Settings

from escrow.gateways.fake import contract, engine
from escrow.gateways.fake.engine import Fault
from escrow.gateways.port import GatewayRefused, GatewaySilent
from escrow.gateways.stripe.client import client, telling
from tests.cast import Person
from tests.gateways import lines

DAY = 86_400
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def books_agree() -> None:
    """There are no books here."""


def test_a_key_with_other_parameters_says_nothing_of_the_operation(ada: Person) -> None:
    line = lines.fake()
    asked = line.instruction(ada.organization.id)
    line.gateway.create_payment(asked)

    with pytest.raises(GatewaySilent, match="same parameters"):
        line.gateway.create_payment(replace(asked, amount_minor=1))


def test_a_key_is_forgotten_after_a_day_and_only_the_look_up_still_knows(ada: Person) -> None:
    line = lines.fake()
    asked = line.instruction(ada.organization.id)
    first = line.gateway.create_payment(asked)

    engine.advance(seconds=DAY - 60)
    assert line.gateway.create_payment(asked).ref == first.ref
    found = line.gateway.find_payment(asked)
    assert found is not None
    assert found.ref == first.ref
    engine.advance(seconds=120)
    assert line.gateway.create_payment(asked).ref != first.ref


@pytest.mark.parametrize(("fault", "error"), [(Fault.REFUSED, GatewayRefused), (Fault.SERVER_ERROR, GatewaySilent)])
def test_an_error_is_kept_under_its_key_too(ada: Person, fault: Fault, error: type[Exception]) -> None:
    line = lines.fake()
    line.gateway.create_payment(line.instruction(ada.organization.id))  # makes the customer
    asked = line.instruction(ada.organization.id)
    engine.plan_faults(fault)

    for _ in range(2):
        with pytest.raises(error):
            line.gateway.create_payment(asked)
    assert line.gateway.find_payment(asked) is None
    assert len(engine.things("payment_intent")) == 1


def test_a_lost_request_did_nothing_and_a_lost_response_did_it(ada: Person) -> None:
    line = lines.fake()
    line.gateway.create_payment(line.instruction(ada.organization.id))
    asked = line.instruction(ada.organization.id)
    engine.plan_faults(Fault.REQUEST_LOST, Fault.RESPONSE_LOST)

    with pytest.raises(GatewaySilent):
        line.gateway.create_payment(asked)
    assert line.gateway.find_payment(asked) is None
    with pytest.raises(GatewaySilent):
        line.gateway.create_payment(asked)
    found = line.gateway.find_payment(asked)
    assert found is not None
    assert line.gateway.create_payment(asked).ref == found.ref


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"amount": 100, "currency": "eur", "colour": "red"}, "Received unknown parameter: colour"),
        ({"amount": 100}, "Missing required param: currency"),
        ({"amount": "many", "currency": "eur"}, "Invalid value for amount"),
        ({"amount": 100, "currency": "eur", "capture_method": "later"}, "Invalid capture_method"),
        ({"amount": 100, "currency": "eur", "metadata": {"op": "x"}, "shipping": {"nome": "x"}}, "shipping"),
        ({"amount": 0, "currency": "eur"}, "Invalid positive integer"),
        ({"amount": 100, "currency": "eur", "customer": "cus_absent"}, "No such customer"),
    ],
)
def test_what_stripe_refuses_is_refused(params: Any, words: str) -> None:
    with pytest.raises(GatewayRefused, match=words), telling():
        client().v1.payment_intents.create(params)


def test_an_unknown_address_is_refused() -> None:
    with pytest.raises(stripe.InvalidRequestError, match="Unrecognized request URL"):
        client().v1.coupons.list()


def test_an_answer_that_stripe_never_gives_is_a_bug() -> None:
    good = {"amount": 1, "created": 1, "currency": "eur", "id": "re_1", "object": "refund"}
    contract.check_answer(stripe.Refund, good)

    for bad in ({**good, "amount": "1"}, {**good, "object": "fund"}, {**good, "created": None}):
        with pytest.raises(contract.BadAnswer):
            contract.check_answer(stripe.Refund, bad)
    with pytest.raises(contract.BadAnswer, match="id is missing"):
        contract.check_answer(stripe.Refund, {name: value for name, value in good.items() if name != "id"})


def test_forms_are_decoded_as_stripe_decodes_them() -> None:
    pairs = [("a[b][0]", "1"), ("a[b][1]", "2"), ("expand[]", "x"), ("expand[]", "y"), ("c", "3")]
    assert contract.decode_form(pairs) == {"a": {"b": ["1", "2"]}, "expand": ["x", "y"], "c": "3"}


def test_with_a_key_there_is_no_sandbox(settings: Settings, client: Any, ada: Person) -> None:
    line = lines.fake()
    ref = line.gateway.create_payment(line.instruction(ada.organization.id)).ref
    assert client.get(f"/sandbox/pay/{ref}/").status_code == 200

    settings.STRIPE_SECRET_KEY = "sk_test_1"
    assert client.get(f"/sandbox/pay/{ref}/").status_code == 404
    assert client.post(f"/sandbox/pay/{ref}/", {"choice": "pay"}).status_code == 404
