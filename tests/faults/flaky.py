"""Stripe behind a bad line: calls that never arrive, answers that never come back, refusals, wrong answers.

``plan`` holds what the next calls of each method suffer, in order; when it is empty the line is good.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from enum import Enum
from typing import TypeVar

from escrow.gateways.port import GatewayRefused, GatewaySilent, Instruction, ProviderObject
from escrow.gateways.stripe.adapter import StripeGateway

PATH = "tests.faults.flaky.FlakyGateway"
Answer = TypeVar("Answer", ProviderObject, ProviderObject | None)


class Fault(Enum):
    """What happens to a call."""

    REQUEST_LOST = "the provider never hears of it"
    RESPONSE_LOST = "the provider does it, and we never hear of it"
    REFUSED = "the provider says no"
    OTHER_AMOUNT = "the provider names another amount"


plan: dict[str, list[Fault]] = defaultdict(list)
calls: list[str] = []


def calls_of(kind: str) -> list[str]:
    """What was asked of the provider about ``payment``, ``refund`` or ``transfer``, in order."""
    return [call for call in calls if call.endswith(kind)]


def _over_the_line(name: str, call: Callable[[Instruction], Answer], instruction: Instruction) -> Answer:
    calls.append(name)
    fault = plan[name].pop(0) if plan[name] else None
    if fault is Fault.REQUEST_LOST:
        raise GatewaySilent("the request was lost")
    if fault is Fault.REFUSED:
        raise GatewayRefused("The account is closed.")
    answer = call(instruction)
    if fault is Fault.RESPONSE_LOST:
        raise GatewaySilent("the response was lost")
    if fault is Fault.OTHER_AMOUNT and answer is not None:
        return replace(answer, amount_minor=answer.amount_minor - 1)
    return answer


class FlakyGateway(StripeGateway):
    """Suffers what ``plan`` says and notes every call in ``calls``."""

    def create_payment(self, instruction: Instruction) -> ProviderObject:
        return _over_the_line("create_payment", super().create_payment, instruction)

    def find_payment(self, instruction: Instruction) -> ProviderObject | None:
        return _over_the_line("find_payment", super().find_payment, instruction)

    def create_refund(self, instruction: Instruction) -> ProviderObject:
        return _over_the_line("create_refund", super().create_refund, instruction)

    def find_refund(self, instruction: Instruction) -> ProviderObject | None:
        return _over_the_line("find_refund", super().find_refund, instruction)

    def create_transfer(self, instruction: Instruction) -> ProviderObject:
        return _over_the_line("create_transfer", super().create_transfer, instruction)

    def find_transfer(self, instruction: Instruction) -> ProviderObject | None:
        return _over_the_line("find_transfer", super().find_transfer, instruction)
