"""What the sandbox adds to the operator's frame."""

from escrow.gateways.stripe.client import is_sandbox
from marketplace.web.shell import NavItem, nav

if is_sandbox():
    nav(
        NavItem(
            side="operate",
            label="Sandbox payments",
            url_name="sandbox-console",
            icon="credit-card",
            order=90,
            capability="money.view",
        )
    )
