"""What buyers add to the frame."""

from marketplace.web.shell import Command, NavItem, command, nav

nav(
    NavItem(
        side="buy", label="Saved suppliers", url_name="saved-suppliers", icon="heart", order=55, capability="rfq.view"
    )
)
nav(NavItem(side="buy", label="Addresses", url_name="addresses", icon="map-pin", order=80, capability="rfq.view"))
command(Command(label="Add a delivery address", url_name="addresses", side="buy", icon="map-pin"))
