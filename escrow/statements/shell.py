"""What statements add to the frame: the operator's way into the ledger."""

from marketplace.web.shell import Command, NavItem, command, nav

nav(
    NavItem(
        side="operate", label="Ledger", url_name="console-ledger", icon="list-details", order=45,
        capability="money.view",
    )
)  # fmt: skip
command(Command(label="Statement of the market", url_name="console-statement", side="operate", capability="money.view"))
