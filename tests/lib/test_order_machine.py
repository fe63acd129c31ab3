"""The order's table: every open state has an exit, every end has none. ``tests/architecture`` proves the rest."""

from marketplace.ledger.states import HELD_STATES, OPEN_STATES, ORDER, OrderState


def test_the_table_names_every_state() -> None:
    assert ORDER.states() == set(OrderState.values)


def test_every_open_state_has_an_exit_and_every_end_has_none() -> None:
    leaving = {state for step in ORDER.steps.values() for state in step.sources}
    assert leaving == {str(state) for state in OPEN_STATES}
    assert set(OrderState.values) - leaving == {"CLOSED", "CANCELLED", "REFUNDED"}
    assert {str(state) for state in HELD_STATES} == {"FUNDED", "PARTLY_SHIPPED", "SHIPPED", "DELIVERED"}
