"""The order's table: every state can be reached, every open state has an exit."""

from marketplace.ledger.states import HELD_STATES, OPEN_STATES, ORDER, OrderState


def test_every_state_is_reachable_from_the_first() -> None:
    reached = {OrderState.AWAITING_PAYMENT.value}
    for _ in OrderState:
        reached |= {
            str(target) for sources, target in ORDER.transitions.values() if reached & {str(s) for s in sources}
        }
    assert reached == set(OrderState.values)


def test_every_open_state_has_an_exit_and_every_end_has_none() -> None:
    leaving = {str(state) for sources, _ in ORDER.transitions.values() for state in sources}
    assert leaving == {str(state) for state in OPEN_STATES}
    assert set(OrderState.values) - leaving == {"CLOSED", "CANCELLED", "REFUNDED"}
    assert {str(state) for state in HELD_STATES} == {"FUNDED", "SHIPPED", "DELIVERED"}
