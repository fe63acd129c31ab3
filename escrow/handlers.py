"""Reactions to facts: clocks of new orders, work for the runner, hints for open pages."""

from escrow import tasks
from escrow.events import GatewayEventReceived, OperationReserved, OperationSettled
from escrow.machinery import closing, runner, schedule
from marketplace.ledger.events import OrderAdvanced, OrderOpened
from marketplace.ledger.states import ORDER
from marketplace.lib import clock
from marketplace.outbox.registry import on, starts
from marketplace.realtime import hints


@on(OrderOpened)
def on_order_opened_write_schedule(event: OrderOpened) -> None:
    """The order's payments, units and its first clock."""
    schedule.ensure(event.order_id)


@on(OrderAdvanced)
def on_order_advanced_refresh_pages(event: OrderAdvanced) -> None:
    """Whoever looks at the order fetches it again."""
    hints.changed(f"order:{event.number}", [event.number])


@on(OrderAdvanced)
def on_order_advanced_close_accounts(event: OrderAdvanced) -> None:
    """An order that has ended moves no money any more."""
    if event.state in ORDER.ends:
        closing.close_if_over(event.order_id, clock.now())


@on(OperationSettled)
def on_operation_settled_close_accounts(event: OperationSettled) -> None:
    """The last refund of an order that had ended is through."""
    operation = runner.stored(event.operation_id)
    if operation.order_id:
        closing.close_if_over(operation.order_id, clock.now())


@on(OperationSettled)
def on_operation_settled_refresh_pages(event: OperationSettled) -> None:
    """The payment page waits for this."""
    if event.order_number:
        hints.changed(f"order:{event.order_number}", [event.order_number])


@starts(OperationReserved)
def on_operation_reserved_run(event: OperationReserved) -> None:
    """Send it to the provider."""
    tasks.run_operation.delay(str(event.operation_id))


@starts(GatewayEventReceived)
def on_gateway_event_received_process(event: GatewayEventReceived) -> None:
    """Ask the provider what the notice is about."""
    tasks.process_gateway_event.delay(str(event.gateway_event_id))
